package org.apache.kafka.common.utils;

/**
 * What connect-file 4.3.1 calls, the latest that Maven Central has of it, and Kafka 4.4 has moved
 * elsewhere. Only {@code Worker} puts it on a class path.
 */
public final class AppInfoParser {
    private AppInfoParser() {}

    public static String getVersion() {
        return "4.3.1";
    }
}
