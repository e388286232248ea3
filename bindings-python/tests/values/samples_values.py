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
    "DeviceSecret": (
        "DeviceSecret(b'0123456789abcdef')",
        "DeviceSecret.from_hex('000102030405060708090a0b0c0d0e0f')",
    ),
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
        f"RegistrationRequest({_VIN}, {_INFO}, SealedDeviceId('{'A' * 150}'))",
    ),
    "RegistrationStatus": (
        "RegistrationStatus(False, 'the VIN is taken')",
        "RegistrationStatus(True)",
    ),
    "SealedDeviceId": (
        f"SealedDeviceId('{'0123456789abcdef' * 9}-_-_-A')",
        "SealedDeviceId.from_bytes(bytes(112))",
    ),
    "SealingKey": (
        "SealingKey(bytes(range(32)))",
        "OpeningKey(bytes(range(32))).sealing_key()",
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
PRIVATE = {"DeviceSecret", "RegistrationRequest", "SealedDeviceId", "Vin"}
NOT_VALUES = {"OpeningKey": "a private key, which nothing shows and nobody compares"}

# Per exception: expressions that raise it, with code, path and text; the texts are the
# core's, and asserted there too.
ERRORS = {
    "CertificateError": (
        (
            "DeviceId.from_certificate(b'no certificate')",
            "unrecognised",
            "",
            "expected an X.509 certificate in DER or PEM, found neither",
        ),
        (
            "certificate_common_name(b'-----BEGIN CERTIFICATE-----')",
            "pem-end",
            "",
            'expected "-----END CERTIFICATE-----" after line 1, found the end of the text',
        ),
    ),
    "ConfigurationError": (
        ("Endpoint('a', 0)", "port", "", "expected a port from 1 to 65535, found 0"),
        ("Endpoint('a', 65536)", "port", "", "expected a port from 1 to 65535, found 65536"),
        (
            "Configuration(Endpoint('a', 1), Endpoint('a', 1), *['0 0 0 1 * ? *'] * 3, 0)",
            "version",
            "",
            "expected a version from 1 to 4294967295, found 0",
        ),
    ),
    "DataTransferError": (
        ("DataTransfer([])", "empty", "", "expected at least one snapshot, found none"),
        (
            "DataTransfer([Snapshot(datetime(2021, 6, 1, tzinfo=UTC), Values(1))] * 2)",
            "order",
            "",
            "expected snapshots strictly ascending by acquired, found 1622505600 after 1622505600 at index 1",
        ),
    ),
    "DecodeError": (
        (
            "decode(TopicKind.DATA_DEVICE, b'{')",
            "syntax",
            "",
            "not a Data Transfer message: line 1, column 1: expected the rest of the JSON, found the end of the text",
        ),
        (
            'decode(TopicKind.DATA_DEVICE, b\'{"data":[{"acquired":0},{"tfc":1.0}]}\')',
            "out-of-range",
            "/data/0/acquired",
            'not a Data Transfer message: line 1, column 22 (/data/0/acquired): expected a UNIX time from 1 to 9999999999 s, found 0; line 1, column 10 (/data/0): expected at least one OBFCM value (P-5.43), found none; line 1, column 25 (/data/1): expected the member "acquired", found none',
        ),
        (
            'decode(TopicKind.REGISTER_DEVICE, b\'{"vin":"JFXHF05K1L410493O","vehicleInfo":{}}\')',
            "characters",
            "/vin",
            "not a Registration Request message: line 1, column 8 (/vin): expected digits and capitals without I, O and Q, found another character at position 17",
        ),
        (
            'decode(TopicKind.DATA_DEVICE, b\'{"data":[{"acquired":1,"tfc":1}]}\', \'strict\')',
            "precision",
            "/data/0/tfc",
            "not a Data Transfer message: line 1, column 30 (/data/0/tfc): expected litres with one decimal from 0.0 to 429496729.4, found 1",
        ),
        (
            "decode(TopicKind.CONFIG_SERVER, b'')",
            "syntax",
            "",
            "not a Configuration Status message: line 1, column 1: expected the rest of the JSON, found the end of the text",
        ),
    ),
    "DeviceIdError": (
        (
            "DeviceId('')",
            "empty",
            "",
            'expected a device ID of 1 to 64 ASCII letters, digits, "-" or "_", found an empty text',
        ),
        (
            "DeviceId('a/b')",
            "character",
            "",
            'expected a device ID of 1 to 64 ASCII letters, digits, "-" or "_", found \'/\' at character 2',
        ),
        (
            "DeviceId('a' * 65)",
            "too-long",
            "",
            'expected a device ID of 1 to 64 ASCII letters, digits, "-" or "_", found 65 characters',
        ),
        (
            "DeviceId('JFXHF05K1L4104934')",
            "vin-shape",
            "",
            'expected a device ID of 1 to 64 ASCII letters, digits, "-" or "_", found 17 characters in the shape of a VIN',
        ),
        (
            "Principal.from_name('obfcm-data-service', ServiceNames('a', 'b'))",
            "reserved",
            "",
            'expected a device ID of 1 to 64 ASCII letters, digits, "-" or "_", found the principal name of the OBFCM Data Service',
        ),
    ),
    "DeviceSecretError": (
        (
            "DeviceSecret(bytes(15))",
            "length",
            "",
            "expected 16 bytes as device secret, found 15",
        ),
        (
            "DeviceSecret(bytes(16))",
            "zero",
            "",
            "expected a device secret drawn at random, found 16 bytes of 0",
        ),
        (
            "DeviceSecret.from_hex('0001')",
            "text",
            "",
            "expected 32 lower-case hexadecimal digits as device secret, found another text",
        ),
    ),
    "SealedDeviceIdError": (
        (
            "SealedDeviceId('vehicle-7')",
            "length",
            "",
            "expected 112 bytes, as 150 characters, as sealed device ID, found 9",
        ),
        (
            "SealedDeviceId.from_bytes(bytes(111))",
            "length",
            "",
            "expected 112 bytes, as 150 characters, as sealed device ID, found 111",
        ),
        (
            "SealedDeviceId('+' * 150)",
            "characters",
            "",
            'expected letters, digits, "-" and "_" of Base64 for URLs as sealed device ID, '
            "found another text",
        ),
    ),
    "SealingError": (
        (
            "OpeningKey(bytes(31))",
            "key",
            "",
            "expected a key of 32 bytes of X25519, found another one",
        ),
        (
            "OpeningKey(bytes(32))",
            "key",
            "",
            "expected a key of 32 bytes of X25519, found another one",
        ),
        (
            "SealingKey(bytes(33))",
            "key",
            "",
            "expected a key of 32 bytes of X25519, found another one",
        ),
        (
            "SealingKey(bytes(32)).seal(DeviceId('a'), DeviceId('b'))",
            "key",
            "",
            "expected a key of 32 bytes of X25519, found another one",
        ),
        (
            "OpeningKey.generate().sealing_key().seal(DeviceId('a'), DeviceId('a'))",
            "device-id",
            "",
            "expected a device ID of its own in what was sealed, found another text",
        ),
        (
            "OpeningKey.generate().sealing_key().seal(DeviceId('a'), DeviceId('b'), bytes(31))",
            "random",
            "",
            "expected 32 random bytes, found 31",
        ),
        (
            "OpeningKey.generate().open(SealedDeviceId.from_bytes(bytes(112)), DeviceId('a'))",
            "sealed",
            "",
            "expected a device ID sealed for this service by that device, found another one",
        ),
    ),
    "HostError": (
        ("Endpoint('', 1)", "length", "", "expected a host name of 1 to 253 characters, found 0"),
        (
            "Endpoint('a..b', 1)",
            "label",
            "",
            'expected labels of 1 to 63 letters, digits and inner hyphens, found ""',
        ),
        (
            "Endpoint('1.2.3', 1)",
            "address",
            "",
            'expected an IPv4 address, since the last label is a number, found "1.2.3"',
        ),
    ),
    "ProtocolError": (
        (
            "Finding('odd')",
            "finding",
            "",
            "expected the code of a finding, with a parameter where one counter is meant, found others",
        ),
        (
            "Issue('odd', '', 1, 1, '', '')",
            "unknown-value",
            "",
            "expected the code of an issue, found another text",
        ),
        (
            "delivery('odd')",
            "unknown-value",
            "",
            'expected one of "registerDevice", "registerServer", "configServer", "dataDevice", found another text',
        ),
    ),
    "QuantityError": (
        ("Values(32.54)", "precision", "", 'expected exactly one decimal, found "32.54"'),
        ("Values(-1)", "range", "", "expected a value from 0.0 to 429496729.4, found -1.0"),
        (
            "Values(Decimal('NaN'))",
            "form",
            "",
            'expected a decimal number such as 32.5, found "NaN"',
        ),
        (
            "Values(429496729.5)",
            "range",
            "",
            "expected a value from 0.0 to 429496729.4, found 429496729.5",
        ),
        (
            "VehicleInfo(test_mass=100000)",
            "range",
            "",
            "expected a whole number of kilograms from 0 to 99999, found 100000",
        ),
        (
            "VehicleInfo(test_mass=-1)",
            "range",
            "",
            "expected a whole number of kilograms from 0 to 99999, found -1",
        ),
        (
            "VehicleInfo(carbon_dioxide_reduction=1.234)",
            "form",
            "",
            'expected grams per kilometre with two decimals from 0.00 to 999.99, found "1.234"',
        ),
        (
            "VehicleInfo(carbon_dioxide_reduction=1000)",
            "range",
            "",
            "expected grams per kilometre with two decimals from 0.00 to 999.99, found 1000.00",
        ),
    ),
    "ScheduleError": (
        (
            "Configuration(Endpoint('a', 1), Endpoint('a', 1), '@daily', *['0 0 0 1 * ? *'] * 2, 1)",
            "text",
            "",
            'expected 6 or 7 fields (second minute hour day-of-month month day-of-week [year]), found 1 in "@daily"',
        ),
        (
            "Configuration(Endpoint('a', 1), Endpoint('a', 1), '0 0 0 1 * MON', *['0 0 0 1 * ? *'] * 2, 1)",
            "both-days",
            "",
            'expected ? or * in field day of month or field day of week, found "1" and "MON"',
        ),
    ),
    "ServiceNamesError": (
        (
            "ServiceNames('a', 'a')",
            "equal",
            "",
            "expected two different principal names for the services, found the same one twice",
        ),
        (
            "ServiceNames('', 'b')",
            "empty",
            "",
            'expected a principal name of 1 to 64 ASCII letters, digits, "-" or "_" for the OTA Registration Service, found an empty text',
        ),
    ),
    "SnapshotError": (
        (
            "Snapshot(datetime(1970, 1, 1, tzinfo=UTC), Values(1))",
            "acquired",
            "",
            "expected an acquisition time from 1 to 9999999999 s, found 0",
        ),
        (
            "Snapshot(datetime(2286, 11, 20, 17, 46, 40, tzinfo=UTC), Values(1))",
            "acquired",
            "",
            "expected an acquisition time from 1 to 9999999999 s, found 10000000000",
        ),
        (
            "Snapshot(datetime(2021, 6, 1, tzinfo=UTC), Values())",
            "no-value",
            "",
            "expected at least one OBFCM value, found none",
        ),
    ),
    "SubscriptionError": (
        (
            "Subscription.parse('$share/')",
            "group",
            "",
            'expected a share group, found an empty text, after "$share/"',
        ),
        (
            "Subscription.parse('$share/a')",
            "no-filter",
            "",
            'expected a topic filter after "$share/" and the group, found none',
        ),
        (
            "Subscription(TopicFilter('a'), 'b/c')",
            "character",
            "",
            'expected a share group without "/", "+", "#" and U+0000, found \'/\'',
        ),
        ("Subscription.parse('')", "empty", "", "expected a topic filter, found an empty text"),
        (
            "Subscription(TopicFilter('a' * 65535), 'b')",
            "too-long",
            "",
            "expected a subscription of at most 65535 bytes, found 65544",
        ),
    ),
    "TopicError": (
        (
            "Topic.parse('iot4emission/dataDevice/a')",
            "family",
            "",
            'expected a topic that begins with "iot4emissions/" and "registerDevice/", "registerServer/", "configServer/" or "dataDevice/", found "iot4emission/dataDevice/"',
        ),
        (
            "Topic.parse('iot4emissions/dataDevice/+')",
            "character",
            "",
            "expected a device ID after \"iot4emissions/dataDevice/\", found '+' at character 1",
        ),
        (
            "decode('iot4emissions/dataDevice/JFXHF05K1L4104934', b'')",
            "vin-shape",
            "",
            'expected a device ID after "iot4emissions/dataDevice/", found 17 characters in the shape of a VIN',
        ),
        ("TopicName('')", "empty", "", "expected a topic name, found an empty text"),
        (
            "TopicName('a/+')",
            "wildcard",
            "",
            'expected a topic name without wildcards, found "+" in level 2',
        ),
    ),
    "TopicFilterError": (
        ("TopicFilter('')", "empty", "", "expected a topic filter, found an empty text"),
        (
            "TopicFilter('a/#/b')",
            "not-last",
            "",
            'expected "#" as the last level, found it as level 2 of 3',
        ),
        (
            "TopicFilter('a+')",
            "part-of-level",
            "",
            'expected "+" as a whole level, found it with other characters in level 1',
        ),
    ),
    "VehicleAttributeError": (
        ("VehicleInfo(make='')", "empty", "", "expected a text, found an empty one"),
        ("VehicleInfo(make='a' * 26)", "too-long", "", "expected at most 25 characters, found 26"),
        (
            "VehicleInfo(make='a\\x07')",
            "control-character",
            "",
            "expected no control character, found U+0007 at position 2",
        ),
        (
            "VehicleInfo(further={'a b': ''})",
            "name",
            "",
            "expected an attribute name of 1 to 16 letters and digits that starts with a letter",
        ),
        (
            "VehicleInfo(further={'mk': ''})",
            "known-name",
            "",
            "expected the name of a further attribute, found one of Table 4",
        ),
        (
            "VehicleInfo(further={f'a{n}': '' for n in range(33)})",
            "too-many",
            "",
            "expected at most 32 further attributes, found more",
        ),
        (
            "InterpolationFamily.parse('IP')",
            "interpolation-family",
            "",
            "expected an interpolation family identifier such as IP-03_MX_0169-1C4-1",
        ),
        (
            "TypeApprovalNumber(0, '1', '1', '1')",
            "type-approval-number",
            "",
            "expected a type-approval number such as e4*2007/46*1410*01",
        ),
    ),
    "VinError": (
        ("Vin('JFXHF05K1L410493')", "length", "", "expected 17 characters, found 16"),
        (
            "Vin('JFXHF05K1L410493O')",
            "character",
            "",
            "expected digits and capitals without I, O and Q, found another character at position 17",
        ),
    ),
}

# The exceptions of what stands in other modules of samples.
PENDING_ERRORS = {"BackoffError", "CountryError", "ExportError", "RecordError", "SettingsError"}
