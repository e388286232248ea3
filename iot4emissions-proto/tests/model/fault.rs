//! The seeded faults: each is a wrapper around the device or a service, in the model
//! only. The core has no switch for any of them.

/// Something that is wrong in one run of the model, to see which property finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The driver reports a PUBACK as soon as it has written the publish, so that the
    /// device deletes before the broker has answered.
    DeleteBeforePuback,
    /// The driver stores the record only when a connection has ended, so after what was
    /// published on it.
    PersistAfterPublish,
    /// An older configuration reaches the device with the next version in place of its
    /// own, so that the device takes it.
    AcceptOlderConfiguration,
    /// The Registration Service publishes `registered` as soon as it has the request.
    AnswerBeforeIntroduction,
    /// `standby` reaches the device as `operational`, so that it goes on sending.
    SendInStandby,
    /// A retained registration error makes the driver end the connection: the device
    /// does then what it does after a refusal.
    RetainedErrorIsAnswer,
    /// The Data Service numbers calls by their arrival.
    SequenceIgnored,
    /// The Data Service accepts whatever it can read.
    ClearanceIgnored,
    /// The Data Service stores each copy that arrives.
    DuplicatesStored,
    /// The Registration Service copies the VIN into an attribute of the introduction.
    VinInIntroduction,
    /// The Data Service acknowledges suspensions, and forgets them.
    SuspensionForgotten,
    /// The broker never hands the configuration to a device that subscribes late.
    ConfigurationNotRetained,
    /// The driver restores the device from the record before the last one that it was
    /// told to store.
    OlderRecord,
    /// The driver says that a record is stored which could not be.
    FailureUnsaid,
    /// The driver takes any SUBACK for consent.
    RefusalUnheard,
    /// A configuration that comes a second time reaches the device with the next
    /// version.
    RepeatedIsNews,
    /// The Data Service acknowledges a message before it has stored it.
    AcknowledgedBeforeCommit,
    /// The Registration Service stores its record without what follows from it.
    EffectsForgotten,
    /// A release ends the binding before the old device is suspended.
    ReleasedBeforeSuspension,
    /// The driver says that a record is stored as soon as it has begun to write it.
    StoredTooEarly,
    /// The driver shows no time earlier than one that it has shown: after a wrong one, time
    /// stands still until the truth has come up to it, as it did for the device itself while
    /// a wrong time moved what is the newest.
    WallClockNeverBack,
    /// The driver gives the wall clock for both, so that time-outs pass when that is set.
    OneClock,
    /// The driver does not store what only says that a connection was tried.
    AttemptsUnstored,
    /// The driver never tries a host again that it has not reached once.
    HostGivenUp,
    /// The driver says of a connection without a network that the host did not answer.
    CoverageUnsaid,
    /// The driver takes any answer to a publish for an acknowledgement.
    RefusedIsAcknowledged,
    /// The driver says nothing of a publish that was refused.
    RefusedUnsaid,
    /// The Data Service keeps what was acquired before a withdrawal ended.
    WithdrawalForgotten,
    /// The driver says nothing of another vehicle, as there was nothing to say it with.
    SwapUnsaid,
    /// The driver provisions the device anew to have it register again.
    ProvisionedAnew,
    /// The Registration Service repeats a call about a device that the Data Service does not
    /// know, and does nothing else.
    NotIntroducedUnheard,
    /// The Registration Service takes a call whose number does not fit for one that is done.
    MisnumberedIsDone,
    /// The Data Service keeps nothing of a device that it has forgotten.
    TombstoneForgotten,
    /// The Data Service answers that it has forgotten a device before it has erased what is
    /// stored of it.
    ForgottenBeforeErased,
    /// The Registration Service does not say that a segment begins once another call has
    /// overtaken the one that said so.
    SegmentDropped,
    /// After a restore, the Registration Service does not tell again of devices that were
    /// forgotten.
    ForgottenNotToldAgain,
    /// The driver does not say that the owner had its data erased.
    ErasureUnsaid,
    /// The Data Service's operator leaves the first version as it was after a loss of data.
    FirstVersionKept,
}
