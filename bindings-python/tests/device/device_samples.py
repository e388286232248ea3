"""Samples of ``iot4emissions.device``, in its own namespace and that of the package."""

_SOON = "datetime(2021, 6, 1, 9, tzinfo=UTC)"
_EVENT = f"Event({_SOON}, events.ConfigurationRefused(2, ConfigurationRefusal.SAME_VERSION))"
_OTHER_EVENT = f"Event({_SOON}, events.PersistFailed())"
_KIND = "events.ConnectionFailed(BrokerRole.DATA, 'refused', 5)"
_LOGGED = f"LoggedEvent({_SOON}, datetime(2021, 7, 1, tzinfo=UTC), 3, {_KIND})"
_TOPIC = "Topic.parse('iot4emissions/dataDevice/vehicle-7')"
_ACCOUNTS = "Accounts(acquired=6, acknowledged=2, pending=1, erased=1, evicted=1, set_aside=1)"
_ENDPOINT = "EndpointInUse(Endpoint('data.example.eu', 8883), 'configuration', 0, 0)"
_FAILURES = "Failures({DisconnectReason.NO_NETWORK: 3, 'tls': 1}, 1, 2, 3, 4, 5)"
_FACTORY = (
    "FactoryConfiguration(Endpoint('registration.example.eu', 8883), "
    "Endpoint('data.example.eu', 8883), ['example.eu', '192.0.2.7'], '0 0 3 * * ?')"
)
_SECRET = "DeviceSecret(b'0123456789abcdef')"
_PROVISIONING = f"Provisioning(DeviceId('vehicle-7'), {_SECRET}, {_FACTORY})"
_SEALED = f"SealedDeviceId('{'A' * 150}')"
_PSEUDONYM = f"DataPseudonym(DeviceId('9a7d21e7'), {_SEALED})"
_OTHER_PSEUDONYM = f"DataPseudonym(DeviceId('9a7d21e8'), sealed={_SEALED})"
_WAIT = "Wait(timedelta(seconds=35), datetime(2021, 6, 1, 9, 0, 0, 1000, tzinfo=UTC))"
_REQUEST = "RegistrationRequest(Vin('JFXHF05K1L4104934'), VehicleInfo(manufacturer='FCA'))"

# Of a class without fields, all values are equal: there is one expression.
SAMPLES: dict[str, tuple[str, ...]] = {
    "Accounts": (_ACCOUNTS, "Accounts(0, 0, 0, 0, 0, 9007199254740992)"),
    "Acquire": ("Acquire(1)", "Acquire(request=2)"),
    "Acquired": ("Acquired(1, Values(total_fuel_consumed=32.5))", "Acquired(1, Values())"),
    "AcquisitionFailed": ("AcquisitionFailed(1)", "AcquisitionFailed(2)"),
    "AllowanceLeft": ("AllowanceLeft(12, 131072)", "AllowanceLeft(12, 0)"),
    "CertificateRenewed": (
        "CertificateRenewed(DeviceId('vehicle-7'))",
        "CertificateRenewed(DeviceId('vehicle-8'))",
    ),
    "ClockStatus": (f"ClockStatus(True, {_SOON})", "ClockStatus(trusted=False, last_trusted=None)"),
    "ClockTrusted": ("ClockTrusted(True)", "ClockTrusted(trusted=False)"),
    "CommunicationTest": ("CommunicationTest()",),
    "Connect": (
        "Connect(1, 'data', Endpoint('data.example.eu', 8883), DeviceId('vehicle-7'))",
        "Connect(1, 'data', Endpoint('data.example.eu', 8883), device=DeviceId('9a7d21e7'))",
        "Connect(1, BrokerRole.REGISTRATION, Endpoint('data.example.eu', 8883), "
        "DeviceId('vehicle-7'))",
    ),
    "Connected": ("Connected(1)", "Connected(4294967295)"),
    "DataPseudonym": (_PSEUDONYM, _OTHER_PSEUDONYM, _PSEUDONYM.replace("('AA", "('BA")),
    "Decommissioned": ("Decommissioned()",),
    "Disconnect": ("Disconnect(1)", "Disconnect(2)"),
    "Disconnected": (
        "Disconnected(1, DisconnectReason.TLS)",
        "Disconnected(1, 'refused', 5)",
        "Disconnected(1, 'refused', code=4)",
    ),
    "DueTimes": (f"DueTimes(None, {_SOON}, None)", f"DueTimes(None, None, {_SOON})"),
    "EndpointInUse": (
        _ENDPOINT,
        _ENDPOINT.replace("'configuration', 0", "EndpointOrigin.FALLBACK, 3"),
    ),
    "Event": (_EVENT, _OTHER_EVENT),
    "FactoryConfiguration": (_FACTORY, _FACTORY[:-1] + ", Settings(resend_window=3))"),
    "FactoryConfigured": (
        f"FactoryConfigured({_FACTORY})",
        f"FactoryConfigured({_FACTORY.replace('8883', '1')})",
    ),
    "Failures": (_FAILURES, "Failures({}, 0, 0, 0, 0, 0)"),
    "Ignition": ("Ignition(True)", "Ignition(on=False)"),
    "LastSuccess": (
        f"LastSuccess({_SOON}, None, None, {_SOON})",
        "LastSuccess(None, None, None, None)",
    ),
    "LoggedEvent": (_LOGGED, _LOGGED.replace("3", "4")),
    "Message": (
        "Message(1, 'a/b', b'\\x00\\xff{', True)",
        "Message(1, 'a/b', b'\\x00\\xff{', False)",
    ),
    "NetworkAvailable": ("NetworkAvailable(True)", "NetworkAvailable(available=False)"),
    "Notify": (f"Notify({_EVENT})", f"Notify({_OTHER_EVENT})"),
    "Now": (f"Now(timedelta(days=400, milliseconds=7), {_SOON})", f"Now(timedelta(0), {_SOON})"),
    "Persist": ("Persist()",),
    "PersistFailed": ("PersistFailed()",),
    "Persisted": ("Persisted(512)", "Persisted(bytes=0)"),
    "Provisioning": (
        _PROVISIONING,
        _PROVISIONING.replace("'vehicle-7'", "'vehicle-8'"),
        f"{_PROVISIONING[:-1]}, {_PSEUDONYM})",
        f"{_PROVISIONING[:-1]}, data_pseudonym={_OTHER_PSEUDONYM})",
    ),
    "ProvisioningComplete": (
        f"ProvisioningComplete({_PROVISIONING})",
        f"ProvisioningComplete({_PROVISIONING.replace('8883', '1')})",
        f"ProvisioningComplete({_PROVISIONING[:-1]}, {_PSEUDONYM}))",
    ),
    "PseudonymRenewed": (
        f"PseudonymRenewed({_PSEUDONYM})",
        f"PseudonymRenewed(pseudonym={_OTHER_PSEUDONYM})",
    ),
    "Publish": (
        f"Publish(1, 2, {_TOPIC}, b'{{\"data\":[]}}')",
        f"Publish(1, 2, {_TOPIC}, bytearray(b'{{}}'))",
    ),
    "PublishAcknowledged": ("PublishAcknowledged(1, 2)", "PublishAcknowledged(2, 1)"),
    "PublishRefused": ("PublishRefused(1, 2, 0x97)", "PublishRefused(1, 2, reason=0)"),
    "ReadVehicle": ("ReadVehicle(1)", "ReadVehicle(request=2)"),
    "RecordUnreadable": (
        "RecordUnreadable(RecordFault.DAMAGED, 4096)",
        "RecordUnreadable('version', found=2)",
        "RecordUnreadable('inconsistent')",
    ),
    "RefusedConfiguration": (
        f"RefusedConfiguration({_SOON}, 7, 'tooFrequent')",
        f"RefusedConfiguration({_SOON}, 7, ConfigurationRefusal.VERSION_TOO_FAR)",
    ),
    "RegisterAgain": ("RegisterAgain()",),
    "Restart": ("Restart()",),
    "Settings": (
        "Settings(1, 2, 3, Backoff(timedelta(seconds=2)), spread_window_seconds=7)",
        f"Settings(daily_connections=2, earliest_time={_SOON})",
        "Settings()",
    ),
    "Status": (
        f"Status('operational', 7, RefusedConfiguration({_SOON}, 8, 'sameVersion'), {_ENDPOINT}, "
        f"{_ENDPOINT}, DueTimes({_SOON}, None, None), {_WAIT}, ClockStatus(True, {_SOON}), True, "
        f"False, LastSuccess({_SOON}, None, None, None), {_FAILURES}, AllowanceLeft(12, 7), "
        f"{_ACCOUNTS}, TestResult({_SOON}, True), [{_LOGGED}])",
        "Status(DeviceState.PROVISIONED, None, None, None, None, DueTimes(None, None, None), "
        "Wait(None, None), ClockStatus(False, None), None, None, "
        "LastSuccess(None, None, None, None), Failures({}, 0, 0, 0, 0, 0), AllowanceLeft(0, 0), "
        f"{_ACCOUNTS}, None, ())",
    ),
    "StatusQuery": ("StatusQuery()",),
    "Subscribe": (f"Subscribe(1, {_TOPIC})", f"Subscribe(2, {_TOPIC})"),
    "SubscribeRefused": ("SubscribeRefused(1, 0x80)", "SubscribeRefused(1, reason=0x87)"),
    "Subscribed": ("Subscribed(1)", "Subscribed(2)"),
    "TestResult": (f"TestResult({_SOON}, True)", f"TestResult({_SOON}, False)"),
    "VehicleChanged": ("VehicleChanged()",),
    "DataErased": ("DataErased()",),
    "VehicleRead": (
        f"VehicleRead(1, {_REQUEST})",
        f"VehicleRead(1, {_REQUEST.replace('FCA', 'BMW')})",
        f"VehicleRead(1, {_REQUEST[:-1]}, {_SEALED}))",
    ),
    "VehicleUnreadable": ("VehicleUnreadable(1)", "VehicleUnreadable(2)"),
    "Wait": (_WAIT, "Wait(timeout=timedelta(seconds=35), alarm=None)", "Wait(None, None)"),
    "Wake": ("Wake()",),
}

PRIVATE = {
    "DataPseudonym",
    "Provisioning",
    "ProvisioningComplete",
    "PseudonymRenewed",
    "VehicleRead",
}
NOT_VALUES = {"OtaDevice": "it has a state that changes; what survives is its record"}
