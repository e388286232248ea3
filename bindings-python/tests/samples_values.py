"""Samples of identity, topics, access, messages, vehicles and OBFCM."""

_ENDPOINT = "Endpoint('data.example', 8883)"
_MONTHLY = "'0 0 0 1 * ? *'"
_CONFIGURATION = f"Configuration({_ENDPOINT}, {_ENDPOINT}, {_MONTHLY}, {_MONTHLY}, {_MONTHLY}, 1)"
_VALUES = "Values(Decimal('32.5'), 296, None, 0, 1.5, None, None, 429496729.4)"
_SNAPSHOT = f"Snapshot(datetime(2021, 6, 1, 9, tzinfo=UTC), {_VALUES})"
_LATER = "Snapshot(datetime(2286, 11, 20, 17, 46, 39, tzinfo=UTC), Values(1))"
_INFO = (
    "VehicleInfo('IP-03_MX_0169-1C4-1', 'FCA', 'e4*2007/46*1410*01', 'BU', '5YM', '5YMHJB', "
    "'JEEP', 1575, 154, 0, 'e8 29', Decimal('1.50'), {'fuel': 'petrol', 'Cr': ''})"
)
_VIN = "Vin('JFXHF05K1L4104934')"
_DEVIATION = "Deviation('precision', '/data/0/tfc', 'JRC127600 Table 7')"

SAMPLES = {
    "Configuration": (_CONFIGURATION, _CONFIGURATION.replace("1)", "2)")),
    "ConfigurationStatus": (
        f"ConfigurationStatus('operational', {_CONFIGURATION})",
        f"ConfigurationStatus(ConfiguredState.STANDBY, {_CONFIGURATION})",
    ),
    "DataTransfer": (f"DataTransfer([{_SNAPSHOT}, {_LATER}])", f"DataTransfer(({_LATER},))"),
    "Decision": (
        "Decision(False, 'P-4.2', 'expected a message without RETAIN', 'retained')",
        "Decision(True)",
    ),
    "Decoded": (
        f"Decoded(DataTransfer([{_SNAPSHOT}]), [{_DEVIATION}])",
        "Decoded(RegistrationStatus(registered=True))",
    ),
    "Delivery": ("Delivery('dataDevice')", "Delivery(TopicKind.CONFIG_SERVER)"),
    "Deviation": (_DEVIATION, "Deviation(DeviationCode.UNORDERED, '', 'it\\'s \"quoted\"')"),
    "DeviceId": ("DeviceId('f371cb00-68ea-4d5d-9bea-d24cbff2ed28')", "DeviceId('vehicle-7')"),
    "Endpoint": (_ENDPOINT, "Endpoint('::1', 65535)"),
    "Finding": (
        "Finding('decrease', 'tfc')",
        "Finding('reset')",
    ),
    "InterpolationFamily": (
        "InterpolationFamily('IP', '03_MX_0169', '1C4', '1')",
        "InterpolationFamily('IP', '03_MX_0169', '1C4', '2')",
    ),
    "Issue": (
        "Issue('missing-member', '/vehicleInfo', 3, 9, 'a string', 'nothing')",
        "Issue('precision', '', 1, 1, 'one decimal', \"it's 32\")",
    ),
    "Principal": ("Principal(Party.DEVICE, DeviceId('a'))", "Principal('dataService')"),
    "RegistrationRequest": (
        f"RegistrationRequest({_VIN}, {_INFO})",
        f"RegistrationRequest({_VIN}, VehicleInfo())",
    ),
    "RegistrationStatus": (
        "RegistrationStatus(False, 'the VIN is taken')",
        "RegistrationStatus(True)",
    ),
    "ServiceNames": ("ServiceNames('a', 'b')", "ServiceNames()"),
    "Snapshot": (_SNAPSHOT, _LATER),
    "Subscription": (
        "Subscription(TopicFilter('a/+'), 'readers')",
        "Subscription(TopicFilter('a/+'))",
    ),
    "Topic": ("Topic('dataDevice', DeviceId('a'))", "Topic('configServer', DeviceId('a'))"),
    "TopicFilter": ("TopicFilter('iot4emissions/+/a')", "TopicFilter('#')"),
    "TopicName": ("TopicName('a/b')", "TopicName('ä \\'b\\'')"),
    "TypeApprovalNumber": (
        "TypeApprovalNumber(4, '2007/46', '1410', '01')",
        "TypeApprovalNumber.parse('E4*2007/46*1410*02')",
    ),
    "Values": (_VALUES, "Values()"),
    "VehicleInfo": (_INFO, "VehicleInfo()"),
    "Vin": (_VIN, "Vin('00000000000000000')"),
}

# Their reprs hide the VIN (P-1.5).
PRIVATE = {"RegistrationRequest", "Vin"}
