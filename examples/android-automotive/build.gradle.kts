import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    id("com.android.application") version "9.5.1"
}

fun property(name: String): String = providers.gradleProperty(name).get()

android {
    namespace = property("applicationId")
    compileSdk = property("targetSdk").toInt()

    defaultConfig {
        applicationId = property("applicationId")
        minSdk = property("minSdk").toInt()
        targetSdk = property("targetSdk").toInt()
        versionCode = property("versionCode").toInt()
        versionName = property("versionName")
    }

    // The runner is the JVM's, of the same sources: nothing in it is Android's.
    sourceSets["main"].kotlin.srcDirs("src/main/kotlin", "../../bindings-kotlin/runner/src/main/kotlin")

    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "proguard-rules.pro")
        }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    packaging {
        resources.excludes += setOf("META-INF/INDEX.LIST", "META-INF/io.netty.versions.properties")
    }
}

kotlin {
    compilerOptions { jvmTarget.set(JvmTarget.JVM_17) }
}

dependencies {
    implementation("eu.iot4emissions:iot4emissions-android:0.1.0")
    implementation("com.hivemq:hivemq-mqtt-client:1.4.2")
    implementation("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.11.0")
}
