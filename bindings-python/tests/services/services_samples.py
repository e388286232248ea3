"""Samples of ``iot4emissions.services`` and its modules, in their namespaces and the package's."""

_SOON = "datetime(2021, 6, 1, 9, tzinfo=UTC)"
_DEVICE = "DeviceId('vehicle-7')"
_OTHER = "DeviceId('vehicle-8')"
_SEALED = f"SealedDeviceId('{'A' * 150}')"
_ATTRIBUTES = "VehicleInfo(make='JEEP')"
_BINDING = f"Binding({_DEVICE}, {_ATTRIBUTES}, Acknowledged(Cleared(), ClearanceCall(3, Suspended('pause'))))"
_ENDPOINT = "Endpoint('data.example', 8883)"
_SCHEDULES = "'0 0 0 1 * ? *', '0 0 0 1 1/3 ? *', '0 0 6 ? * SUN'"
_PARAMETERS = f"ConfigurationParameters({_ENDPOINT}, {_ENDPOINT}, {_SCHEDULES}, 7)"
_CONFIGURATION = f"Configuration({_ENDPOINT}, {_ENDPOINT}, {_SCHEDULES}, 7)"
_RECORD = (
    f"DeviceRecord({_DEVICE}, {_ATTRIBUTES}, LastCall(2, Cleared()), {_CONFIGURATION}, {_SOON})"
)
_VEHICLE = (
    f"VehicleRecord(Vin('JFXHF05K1L4104934'), 'DE', {_ATTRIBUTES}, True, False, True, False, False, {_BINDING}, "
    f"[{_OTHER}, {_DEVICE}], 3)"
)

# Of a class without fields, all values are equal: there is one expression.
SERVICES: dict[str, tuple[str, ...]] = {
    "Applied": ("Applied()",),
    "Call": (
        f"Call({_DEVICE}, 1, Introduction({_ATTRIBUTES}))",
        f"Call({_DEVICE}, 1, Introduction({_ATTRIBUTES}, {_SEALED}))",
        f"Call({_DEVICE}, 9007199254740991, Cleared())",
        f"Call({_DEVICE}, 1, Suspended(SuspensionReason.PAUSE))",
        f"Call({_DEVICE}, 1, Suspended(SuspensionReason.PAUSE), new_segment=True)",
        f"Call({_DEVICE}, 4, Forgotten())",
    ),
    "Cleared": ("Cleared()",),
    "Contradiction": ("Contradiction(2)", "Contradiction(last=3)"),
    "DataDeviceRefused": ("DataDeviceRefused()",),
    "Forgotten": ("Forgotten()",),
    "Introduced": ("Introduced()",),
    "Introduction": (
        f"Introduction({_ATTRIBUTES})",
        "Introduction(VehicleInfo())",
        f"Introduction(VehicleInfo(), data_device={_SEALED})",
    ),
    "NotIntroduced": ("NotIntroduced()",),
    "Overtaken": ("Overtaken(2)", "Overtaken(last=0)"),
    "RetentionPeriods": ("RetentionPeriods()", "RetentionPeriods(quarantine=30)"),
    "Suspended": ("Suspended('pause')", "Suspended(SuspensionReason.NOT_CLEARED)"),
    "TooFar": ("TooFar(2)", "TooFar(last=0)"),
    "VersionsExhausted": ("VersionsExhausted()",),
}

REGISTRATION: dict[str, tuple[str, ...]] = {
    "Acknowledged": (
        "Acknowledged(Nothing(), None)",
        "Acknowledged(Introduced(), ClearanceCall(3, Cleared()))",
        "Acknowledged(NoVersionLeft(), call=None)",
    ),
    "AttributeContainsVin": (
        f"AttributeContainsVin({_DEVICE}, 'va')",
        f"AttributeContainsVin({_DEVICE}, attribute='ve')",
    ),
    "Binding": (
        _BINDING,
        f"Binding({_DEVICE}, VehicleInfo(), phase=Introducing(1))",
        f"Binding({_DEVICE}, VehicleInfo(), Forgetting(3))",
        f"Binding({_DEVICE}, VehicleInfo(), Forgotten())",
        f"Binding({_DEVICE}, VehicleInfo(), Forgotten(), data_device={_SEALED})",
        f"Binding({_DEVICE}, VehicleInfo(), Releasing(3, erase=True), new_segment=True)",
    ),
    "CallAnswered": (
        f"CallAnswered({_DEVICE}, 1, Applied())",
        f"CallAnswered({_DEVICE}, 1, answer=TooFar(0))",
    ),
    "CallDataService": ("CallDataService()",),
    "ClearStatus": (f"ClearStatus({_DEVICE})", f"ClearStatus(device={_OTHER})"),
    "ConsentChanged": ("ConsentChanged(True)", "ConsentChanged(consent=False)"),
    "DataServiceRefused": (
        f"DataServiceRefused({_DEVICE})",
        f"DataServiceRefused(device={_OTHER})",
    ),
    "DeleteRecord": (f"DeleteRecord({_DEVICE})", "DeleteRecord(None)"),
    "DeviceContainsVin": ("DeviceContainsVin()",),
    "DeviceHasAnotherVehicle": (
        f"DeviceHasAnotherVehicle({_DEVICE})",
        f"DeviceHasAnotherVehicle({_OTHER})",
    ),
    "DeviceNotIntroduced": (f"DeviceNotIntroduced({_DEVICE})", f"DeviceNotIntroduced({_OTHER})"),
    "DeviceVersionsExhausted": (
        f"DeviceVersionsExhausted({_DEVICE})",
        f"DeviceVersionsExhausted({_OTHER})",
    ),
    "Erased": ("Erased()",),
    "Forgetting": ("Forgetting(1)", "Forgetting(sequence=2)"),
    "Introducing": ("Introducing(1)", "Introducing(sequence=2)"),
    "Left": ("Left()",),
    "Misnumbered": (f"Misnumbered({_DEVICE}, 1, 2)", f"Misnumbered({_DEVICE}, 2, last=1)"),
    "NoVersionLeft": ("NoVersionLeft()",),
    "Nothing": ("Nothing()",),
    "OwnerChanged": ("OwnerChanged(True)", "OwnerChanged(consent=False)"),
    "Paused": ("Paused(True)", "Paused(paused=False)"),
    "PublishStatus": (
        f"PublishStatus({_DEVICE}, RegistrationStatus(True))",
        f"PublishStatus({_DEVICE}, status=RegistrationStatus(False))",
    ),
    "Raise": (
        f"Raise(DeviceNotIntroduced({_DEVICE}))",
        f"Raise(notice=VehicleHasAnotherDevice({_DEVICE}, {_OTHER}))",
        f"Raise(AttributeContainsVin({_DEVICE}, 'va'))",
        f"Raise(DeviceHasAnotherVehicle({_DEVICE}))",
        "Raise(DeviceContainsVin())",
        f"Raise(Misnumbered({_DEVICE}, 1, 2))",
        f"Raise(DeviceVersionsExhausted({_DEVICE}))",
        f"Raise(DataServiceRefused({_DEVICE}))",
    ),
    "Registered": (
        f"Registered('DE', {_ATTRIBUTES}, True)",
        f"Registered('CH', {_ATTRIBUTES}, consent=True)",
    ),
    "Released": ("Released()",),
    "Releasing": ("Releasing(1)", "Releasing(sequence=2)", "Releasing(1, erase=True)"),
    "Requested": (
        f"Requested({_DEVICE}, {_ATTRIBUTES})",
        f"Requested({_DEVICE}, {_ATTRIBUTES}, bound_elsewhere=True)",
        f"Requested({_DEVICE}, {_ATTRIBUTES}, last_sequence=7)",
        f"Requested({_DEVICE}, {_ATTRIBUTES}, data_device={_SEALED})",
    ),
    "Scrapped": ("Scrapped()",),
    "StoredDataPolicy": ("StoredDataPolicy()", "StoredDataPolicy(withdrawal='erase')"),
    "TellAgain": ("TellAgain()",),
    "ClearanceCall": (
        "ClearanceCall(3, Cleared())",
        "ClearanceCall(3, clearance=Suspended('notCleared'))",
        "ClearanceCall(3, Cleared(), new_segment=True)",
    ),
    "VehicleHasAnotherDevice": (
        f"VehicleHasAnotherDevice({_DEVICE}, {_OTHER})",
        f"VehicleHasAnotherDevice({_OTHER}, registered={_DEVICE})",
    ),
    "VehicleRecord": (
        _VEHICLE,
        _VEHICLE.replace("'DE'", "None"),
        "VehicleRecord(Vin('JFXHF05K1L4104934'))",
        "VehicleRecord(Vin('JFXHF05K1L4104934'), separated=True)",
        "VehicleRecord(Vin('JFXHF05K1L4104934'), ending=True)",
    ),
}

DATA: dict[str, tuple[str, ...]] = {
    "Accept": (
        "Accept(DataTransfer([Snapshot(datetime(2021, 6, 1, 9, tzinfo=UTC), Values(1))]), ())",
        "Accept(DataTransfer([Snapshot(datetime(2021, 6, 1, 9, tzinfo=UTC), Values(2))]), ())",
    ),
    "ConfigurationParameters": (_PARAMETERS, _PARAMETERS.replace(" 7)", " first_version=8)")),
    "Denied": ("Denied(2, 1)", "Denied(snapshots=2, after_suspension=2)"),
    "DeviceRecord": (
        _RECORD,
        f"{_RECORD[:-1]}, 3)",
        f"{_RECORD[:-1]}, withdrawal=Lasts())",
        f"{_RECORD[:-1]}, withdrawal=EndedAt({_SOON}))",
        f"{_RECORD[:-1]}, segments=Segments(begun=[{_SOON}]))",
    ),
    "EndedAt": (f"EndedAt({_SOON})", "EndedAt(time=datetime(2021, 6, 2, tzinfo=UTC))"),
    "Known": (
        "Known()",
        f"Known({_RECORD})",
        f"Known(Tombstone(2, {_SOON}), data_device=Unopened())",
        f"Known(linked={_RECORD})",
        f"Known(None, None, Opened({_OTHER}))",
    ),
    "LastCall": (
        "LastCall(2, Cleared())",
        "LastCall(2, kind=Introduced())",
        "LastCall(2, Cleared(), new_segment=True)",
    ),
    "Lasts": ("Lasts()",),
    "Opened": (f"Opened({_OTHER})", f"Opened({_OTHER}, known=True)"),
    "Segments": ("Segments()", "Segments(1)", f"Segments(begun=[{_SOON}])"),
    "StillSending": (f"StillSending({_DEVICE}, 2)", f"StillSending({_DEVICE}, version=3)"),
    "Subject": (
        f"Subject({_OTHER}, True, {_DEVICE})",
        f"Subject({_OTHER}, link=False, replaced=None)",
    ),
    "Tombstone": (
        f"Tombstone(2, {_SOON})",
        f"Tombstone(3, forgotten={_SOON})",
        f"Tombstone(2, {_SOON}, 7)",
    ),
    "Unknown": ("Unknown()",),
    "Unopened": ("Unopened()",),
}

# Their reprs hide the VIN (P-1.5).
PRIVATE = {"VehicleRecord"}
NOT_VALUES = {"Quarantine": "its error is an exception, which is equal to itself alone"}
