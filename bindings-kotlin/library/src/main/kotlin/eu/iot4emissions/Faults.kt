package eu.iot4emissions

import eu.iot4emissions.internal.Fault
import eu.iot4emissions.internal.FaultClass

/** The facade's exception for what the native library refused. */
internal fun Fault.Refused.toException(): ProtocolException = when (`class`) {
    FaultClass.BACKOFF -> BackoffException(text, code)
    FaultClass.CERTIFICATE -> CertificateException(text, code)
    FaultClass.CONFIGURATION -> ConfigurationException(text, code)
    FaultClass.COUNTRY -> CountryException(text, code)
    FaultClass.DATA_TRANSFER -> DataTransferException(text, code)
    FaultClass.DECODE ->
        DecodeException(text, code, path, issues.map { it.toFacade() }, count.toLong())
    FaultClass.DEVICE_ID -> DeviceIdException(text, code)
    FaultClass.DEVICE_SECRET -> DeviceSecretException(text, code)
    FaultClass.EXPORT -> ExportException(text, code)
    FaultClass.FINDING -> FindingException(text, code)
    FaultClass.HOST -> HostException(text, code)
    FaultClass.JSON_FORM -> JsonFormException(text, path)
    FaultClass.PROBE -> ProbeException(text, code)
    FaultClass.PUBLICATION -> PublicationException(text, code)
    FaultClass.QUANTITY -> QuantityException(text, code)
    FaultClass.RECORD -> RecordException(text, code, found?.toLong())
    FaultClass.SCHEDULE -> ScheduleException(text, code, part)
    FaultClass.SCHEMA -> SchemaException(text, code)
    FaultClass.SEALED_DEVICE_ID -> SealedDeviceIdException(text, code)
    FaultClass.SEALING -> SealingException(text, code)
    FaultClass.SEQUENCE -> SequenceException(text, code)
    FaultClass.SERVICE_NAMES -> ServiceNamesException(text, code)
    FaultClass.SETTINGS -> SettingsException(text, code, part.orEmpty())
    FaultClass.SNAPSHOT -> SnapshotException(text, code)
    FaultClass.SUBSCRIPTION -> SubscriptionException(text, code)
    FaultClass.TOPIC -> TopicException(text, code)
    FaultClass.TOPIC_FILTER -> TopicFilterException(text, code)
    FaultClass.VEHICLE_ATTRIBUTE -> VehicleAttributeException(text, code)
    FaultClass.VIN -> VinException(text, code)
}

private fun eu.iot4emissions.internal.Issue.toFacade() =
    Issue(code, pointer, line.toLong(), column.toLong(), expected, found)
