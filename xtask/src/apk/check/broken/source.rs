//! What a fault in manifest or resources would be: one thing in one file of the app's source says something else.

use super::make::MANIFEST;
use super::ways::{Broken, By};

/// Each is seen by both readers.
pub fn all() -> Vec<Broken> {
    let source = |name, file, from, to, said| Broken {
        name,
        by: By::Source(file, from, to),
        said,
    };
    let allow = "android:allowBackup=\"false\"";
    let internet = "<uses-permission android:name=\"android.permission.INTERNET\"/>";
    vec![
        source(
            "a permission too many",
            MANIFEST,
            internet,
            "<uses-permission android:name=\"android.permission.INTERNET\"/>\
             <uses-permission android:name=\"android.permission.READ_CONTACTS\"/>",
            &["{}: permission: android.permission.READ_CONTACTS must not be"],
        ),
        source(
            "a permission too few",
            MANIFEST,
            internet,
            "",
            &["{}: permission: android.permission.INTERNET is missing"],
        ),
        source(
            "debuggable",
            MANIFEST,
            allow,
            "android:allowBackup=\"false\" android:debuggable=\"true\"",
            &["{}: debuggable: true must not be"],
        ),
        source(
            "for tests only",
            MANIFEST,
            allow,
            "android:allowBackup=\"false\" android:testOnly=\"true\"",
            &["{}: for tests only: true must not be"],
        ),
        source(
            "backed up, by default",
            MANIFEST,
            allow,
            "",
            &["{}: backed up by the system: true must not be"],
        ),
        source(
            "cleartext allowed",
            MANIFEST,
            "android:usesCleartextTraffic=\"false\"",
            "android:usesCleartextTraffic=\"true\"",
            &["{}: cleartext: true must not be"],
        ),
        source(
            "cleartext allowed to one host",
            "res/xml/network_security.xml",
            "</network-security-config>",
            "<domain-config cleartextTrafficPermitted=\"true\"><domain>localhost</domain></domain-config></network-security-config>",
            &["{}: rule for cleartext: domain-config true must not be"],
        ),
        source(
            "databases moved to a new phone",
            "res/xml/no_extraction.xml",
            "<exclude domain=\"database\"/>",
            "",
            &["{}: rule for transfer: device-transfer exclude database is missing"],
        ),
        source(
            "a service open to others",
            MANIFEST,
            "android:name=\".platform.SendJob\" android:exported=\"false\"",
            "android:name=\".platform.SendJob\" android:exported=\"true\"",
            &["{}: open to other apps: org.ruhu.phone.platform.SendJob must not be"],
        ),
        source(
            "a receiver that is open without saying so",
            MANIFEST,
            "</application>",
            "<receiver android:name=\".Ear\"><intent-filter><action android:name=\"a.B\"/></intent-filter></receiver></application>",
            &["{}: open to other apps: org.ruhu.phone.Ear must not be"],
        ),
        source(
            "for older phones than it runs on",
            MANIFEST,
            "android:minSdkVersion=\"26\"",
            "android:minSdkVersion=\"24\"",
            &["{}: minimum API: 24 must not be"],
        ),
        source(
            "for a platform that nothing was tested on",
            MANIFEST,
            "android:targetSdkVersion=\"34\"",
            "android:targetSdkVersion=\"33\"",
            &["{}: target API: 33 must not be"],
        ),
        source(
            "libraries unpacked at install",
            MANIFEST,
            "android:extractNativeLibs=\"false\"",
            "",
            &["{}: libraries unpacked at install: true must not be"],
        ),
        source(
            "a version of its own",
            MANIFEST,
            "package=\"org.ruhu.phone\"",
            "package=\"org.ruhu.phone\" android:versionCode=\"7\" android:versionName=\"7.0\"",
            &["{}: version code: 7 must not be", "{}: version name: 7.0 must not be"],
        ),
        source(
            "another package",
            MANIFEST,
            "package=\"org.ruhu.phone\"",
            "package=\"org.ruhu.other\"",
            &["{}: package: org.ruhu.other must not be"],
        ),
        source(
            "a text in Chinese alone",
            "res/values-en/strings.xml",
            "<string name=\"back\">Back</string>",
            "",
            &["{}: text without English: string/back must not be"],
        ),
        source(
            "no English name",
            "res/values-en/strings.xml",
            "<string name=\"app_name\">Ruhu</string>",
            "",
            &[
                "{}: label in English: Ruhu is missing",
                "{}: text without English: string/app_name must not be",
            ],
        ),
        source(
            "another Chinese name",
            "res/values/strings.xml",
            ">入户<",
            ">如何<",
            &["{}: label: 如何 must not be"],
        ),
        source(
            "a language that is not offered",
            "res/xml/locales.xml",
            "<locale android:name=\"en\"/>",
            "",
            &["{}: language offered: en is missing"],
        ),
        source(
            "no list of languages",
            MANIFEST,
            "android:localeConfig=\"@xml/locales\"",
            "",
            &["{}: language offered: zh-CN is missing"],
        ),
        source(
            "no icon for themes",
            "res/mipmap-anydpi-v26/ic_launcher.xml",
            "<monochrome android:drawable=\"@drawable/ic_launcher_mono\"/>",
            "",
            &["{}: icon's layer: monochrome is missing"],
        ),
    ]
}
