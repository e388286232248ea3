import org.jetbrains.kotlin.gradle.dsl.JvmTarget

// The facade and UniFFI's code are those of ../library: nothing is written twice. native.sh
// makes what stands in build/native and src/main/jniLibs, and has to run first.
plugins {
    id("com.android.library") version "9.5.1"
    `maven-publish`
}

fun property(name: String): String = providers.gradleProperty(name).get()

android {
    namespace = property("namespace")
    compileSdk = property("compileSdk").toInt()
    ndkVersion = property("ndk")

    defaultConfig {
        minSdk = property("minSdk").toInt()
        consumerProguardFiles("consumer-rules.pro")
        ndk { abiFilters += property("abis").split(",") }
    }

    sourceSets["main"].kotlin.srcDirs("../library/src/main/kotlin", "build/native/kotlin")

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    // What consists of native libraries is mapped from the APK, at multiples of 16 KiB.
    packaging { jniLibs { useLegacyPackaging = false } }

    publishing { singleVariant("release") }
}

kotlin {
    compilerOptions {
        jvmTarget.set(JvmTarget.JVM_17)
        freeCompilerArgs.add("-Xjvm-expose-boxed")
    }
}

dependencies {
    // The AAR, never beside JNA's JAR: each has the same classes.
    api("net.java.dev.jna:jna:${property("jna")}@aar")
    api("org.jetbrains.kotlin:kotlin-stdlib:${property("kotlin")}")
}

publishing {
    publications {
        register<MavenPublication>("release") {
            artifactId = "iot4emissions-android"
            afterEvaluate { from(components["release"]) }
        }
    }
}
