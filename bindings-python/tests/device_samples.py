"""Samples of ``iot4emissions.device``, in its own namespace and that of the package."""

_SOON = "datetime(2021, 6, 1, 9, tzinfo=UTC)"
_EVENT = f"Event({_SOON}, events.ConfigurationRefused(2, ConfigurationRefusal.SAME_VERSION))"
_OTHER_EVENT = f"Event({_SOON}, events.PersistFailed())"
_TOPIC = "Topic.parse('iot4emissions/dataDevice/vehicle-7')"
_ACCOUNTS = "Accounts(acquired=5, acknowledged=2, pending=1, erased=1, evicted=1)"
_FACTORY = (
    "FactoryConfiguration(Endpoint('registration.example.eu', 8883), "
    "Endpoint('data.example.eu', 8883), ['example.eu', '192.0.2.7'], '0 0 3 * * ?')"
)
_PROVISIONING = f"Provisioning(DeviceId('vehicle-7'), {_FACTORY})"
_REQUEST = "RegistrationRequest(Vin('JFXHF05K1L4104934'), VehicleInfo(manufacturer='FCA'))"

# Of a class without fields, all values are equal: there is one expression.
SAMPLES: dict[str, tuple[str, ...]] = {
    "Accounts": (_ACCOUNTS, "Accounts(0, 0, 0, 0, 9007199254740992)"),
    "Acquire": ("Acquire()",),
    "Acquired": ("Acquired(Values(total_fuel_consumed=32.5))", "Acquired(Values())"),
    "AcquisitionFailed": ("AcquisitionFailed()",),
    "ClockTrusted": ("ClockTrusted(True)", "ClockTrusted(trusted=False)"),
    "CommunicationTest": ("CommunicationTest()",),
    "Connect": (
        "Connect(1, 'data', Endpoint('data.example.eu', 8883))",
        "Connect(1, BrokerRole.REGISTRATION, Endpoint('data.example.eu', 8883))",
    ),
    "Connected": ("Connected(1)", "Connected(4294967295)"),
    "Disconnect": ("Disconnect(1)", "Disconnect(2)"),
    "Disconnected": ("Disconnected(1)", "Disconnected(2)"),
    "DueTimes": (f"DueTimes(None, {_SOON}, None)", f"DueTimes(None, None, {_SOON})"),
    "Event": (_EVENT, _OTHER_EVENT),
    "FactoryConfiguration": (_FACTORY, _FACTORY[:-1] + ", Settings(resend_window=3))"),
    "Message": (
        "Message(1, 'a/b', b'\\x00\\xff{', True)",
        "Message(1, 'a/b', b'\\x00\\xff{', False)",
    ),
    "Notify": (f"Notify({_EVENT})", f"Notify({_OTHER_EVENT})"),
    "Persist": ("Persist()",),
    "PersistFailed": ("PersistFailed()",),
    "Provisioning": (_PROVISIONING, _PROVISIONING.replace("'vehicle-7'", "'vehicle-8'")),
    "ProvisioningComplete": (
        f"ProvisioningComplete({_PROVISIONING})",
        f"ProvisioningComplete({_PROVISIONING.replace('8883', '1')})",
    ),
    "Publish": (
        f"Publish(1, 2, {_TOPIC}, b'{{\"data\":[]}}')",
        f"Publish(1, 2, {_TOPIC}, bytearray(b'{{}}'))",
    ),
    "PublishAcknowledged": ("PublishAcknowledged(1, 2)", "PublishAcknowledged(2, 1)"),
    "ReadVehicle": ("ReadVehicle()",),
    "Restart": ("Restart()",),
    "Settings": (
        "Settings(1, 2, 3, 4, 5, 6, 7, 8, 9, Backoff(timedelta(seconds=2)))",
        "Settings()",
    ),
    "Status": (
        f"Status('operational', 7, {_ACCOUNTS}, TestResult({_SOON}, True), [{_EVENT}])",
        f"Status(DeviceState.PROVISIONED, None, {_ACCOUNTS}, None, ())",
    ),
    "StatusQuery": ("StatusQuery()",),
    "Subscribe": (f"Subscribe(1, {_TOPIC})", f"Subscribe(2, {_TOPIC})"),
    "Subscribed": ("Subscribed(1, True)", "Subscribed(1, False)"),
    "TestResult": (f"TestResult({_SOON}, True)", f"TestResult({_SOON}, False)"),
    "VehicleRead": (
        f"VehicleRead({_REQUEST})",
        f"VehicleRead({_REQUEST.replace('FCA', 'BMW')})",
    ),
    "VehicleUnreadable": ("VehicleUnreadable()",),
    "Wait": ("Wait(datetime(2021, 6, 1, 9, 0, 0, 1000, tzinfo=UTC))", "Wait(until=None)"),
    "Wake": ("Wake()",),
}

PRIVATE = {"VehicleRead"}
NOT_VALUES = {"OtaDevice": "it has a state that changes; what survives is its record"}
