"""Samples of the exported access rules' values."""

SAMPLES = {
    "AwsPlace": ("AwsPlace()", "AwsPlace('cn-north-1', '000000000001')"),
    "BrokerNotes": ("BrokerNotes('emqx')", "BrokerNotes(Format.MOSQUITTO)"),
    "Difference": ("Difference('retain', 'A device may.')", "Difference('retain', 'No.')"),
    "Enforcement": (
        "Enforcement(True, False, True, False)",
        "Enforcement(True, False, True, True)",
    ),
    "Export": (
        "Export([ExportFile('acl', 'the rights', 'x\\n')])",
        "Export([])",
    ),
    "ExportFile": (
        "ExportFile('acl', 'the rights', 'x\\n')",
        "ExportFile('acl', 'the rights', 'y\\n')",
    ),
    "TlsFiles": ("TlsFiles('a', 'b', 'c')", "TlsFiles('a', 'b', 'c', 'd')"),
}
