package eu.iot4emissions.access.export

/**
 * A broker's way of being told who may do what.
 *
 * @property text its word, such as `aws-iot`
 */
public enum class Format(public val text: String) {
    /** Eclipse Mosquitto with an `acl_file`. */
    MOSQUITTO("mosquitto"),

    /** Eclipse Mosquitto with its dynamic-security plugin. */
    MOSQUITTO_DYNSEC("mosquitto-dynsec"),

    /** EMQX 5 or 6 with an authorization file or the HTTP authorizer. */
    EMQX("emqx"),

    /** AWS IoT Core. */
    AWS_IOT("aws-iot"),

    /** RabbitMQ with its MQTT plugin. */
    RABBIT_MQ("rabbitmq"),

    /** The rmqtt server with its ACL plugin. */
    RMQTT("rmqtt"),
    ;

    /** What an operator has to know about the broker. */
    public val notes: BrokerNotes by lazy { BrokerNotes.of(this) }
}

internal fun Format.toInternal() = eu.iot4emissions.internal.Format.entries[ordinal]
