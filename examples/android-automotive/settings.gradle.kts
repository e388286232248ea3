pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositories {
        mavenCentral()
        google()
    }
}

rootProject.name = "android-automotive"

// The library beside it, as it stands; its native libraries are made by its native.sh.
includeBuild("../../bindings-kotlin/android")
