"""second_reader.py APK   What androguard and Python's own zipfile read in an APK.

One fact a line: its name, a tab, what was read. The first reader is aapt2 with apksigner,
dexdump and Ruhu's own reader of ZIP files (xtask/src/apk/check); both are asked for the same facts by the same names.
"""

import struct
import sys
import zipfile

from loguru import logger

logger.disable("androguard")

from androguard.core.apk import APK  # noqa: E402
from androguard.core.axml import AXMLPrinter  # noqa: E402

ANDROID = "{http://schemas.android.com/apk/res/android}"
PAGE = 16384
CALL_SITES = 0x0007
COMPONENTS = ("activity", "activity-alias", "service", "provider", "receiver")
TEXTS = ("string", "array", "plurals")


def manifest(apk):
    """What the manifest says, defaults filled in as Android fills them in."""
    root = apk.get_android_manifest_xml()
    app = root.find("application")

    def said(name, default):
        return app.get(ANDROID + name, default)

    yield "package", apk.get_package()
    yield "version name", apk.get_androidversion_name()
    yield "version code", apk.get_androidversion_code()
    yield "minimum API", apk.get_min_sdk_version()
    yield "target API", apk.get_target_sdk_version()
    for permission in apk.get_permissions():
        yield "permission", permission
    for component in root.iter(*COMPONENTS):
        open_by_default = component.find("intent-filter") is not None
        if component.get(ANDROID + "exported", str(open_by_default).lower()) == "true":
            name = component.get(ANDROID + "name")
            yield "open to other apps", apk.get_package() + name if name.startswith(".") else name
    yield "debuggable", said("debuggable", "false")
    yield "for tests only", said("testOnly", "false")
    yield "backed up by the system", said("allowBackup", "true")
    yield "cleartext", said("usesCleartextTraffic", "true")
    yield "libraries unpacked at install", said("extractNativeLibs", "true")


def resource_xml(apk, attribute):
    """The XML resource that the application names in this attribute, or None."""
    app = apk.get_android_manifest_xml().find("application")
    reference = app.get(ANDROID + attribute)
    if reference is None:
        return None
    number = int(reference.lstrip("@"), 16)
    for _, path in apk.get_android_resources().get_resolved_res_configs(number):
        return AXMLPrinter(apk.get_file(path)).get_xml_obj()
    return None


def resources(apk):
    """Labels, languages, icon, rules for network and transfer."""
    table = apk.get_android_resources()
    package = apk.get_package()
    for which, language in (("label", "\0\0"), ("label in English", "en")):
        label = table.get_string(package, "app_name", language)
        if label:
            yield which, label[1]
    for number, configs in table.resource_values.items():
        if number >> 24 != 0x7F:
            continue
        kind, name = table.get_resource_xml_name(number, package).lstrip("@").split("/")
        languages = {config.get_language() for config in configs}
        if kind in TEXTS and "en" not in languages and "\0\0" in languages:
            yield "text without English", f"{kind}/{name}"
    locales = resource_xml(apk, "localeConfig")
    for locale in [] if locales is None else locales.iter("locale"):
        yield "language offered", locale.get(ANDROID + "name")
    icon = resource_xml(apk, "icon")
    for layer in [] if icon is None else icon:
        yield "icon's layer", layer.tag
    network = resource_xml(apk, "networkSecurityConfig")
    for rule in [] if network is None else network.iter():
        if "cleartextTrafficPermitted" in rule.attrib:
            yield "rule for cleartext", f"{rule.tag} {rule.get('cleartextTrafficPermitted')}"
    transfer = resource_xml(apk, "dataExtractionRules")
    for rule in [] if transfer is None else transfer.iter("exclude", "include"):
        yield "rule for transfer", f"{rule.getparent().tag} {rule.tag} {rule.get('domain')}"


def places(path):
    """Where what must be mapped lies in the file."""
    with zipfile.ZipFile(path) as zip_file, open(path, "rb") as file:
        for entry in zip_file.infolist():
            if not entry.filename.endswith((".so", ".arsc")):
                continue
            file.seek(entry.header_offset + 26)
            name, extra = struct.unpack("<HH", file.read(4))
            offset = entry.header_offset + 30 + name + extra
            stored = "stored" if entry.compress_type == zipfile.ZIP_STORED else "deflated"
            page = PAGE if entry.filename.endswith(".so") else 4
            multiple = min(page, offset & -offset)
            yield "mapped file", f"{entry.filename} {stored} at a multiple of {multiple}"
            if entry.filename.startswith("lib/"):
                yield "processor", entry.filename.split("/")[1]
        if zip_file.testzip() is not None:
            yield "damaged file", zip_file.testzip()


def call_sites(apk):
    """How many entries for invoke-custom the map of each dex file has."""
    count = 0
    for dex in apk.get_all_dex():
        (at,) = struct.unpack_from("<I", dex, 0x34)
        (length,) = struct.unpack_from("<I", dex, at)
        for i in range(length):
            kind, _, size, _ = struct.unpack_from("<HHII", dex, at + 4 + 12 * i)
            count += size if kind == CALL_SITES else 0
    yield "invoke-custom", str(count)


def signatures(apk):
    """Which schemes the APK is signed by; apksigner says whether they hold."""
    for scheme, signed in (("v2", apk.is_signed_v2()), ("v3", apk.is_signed_v3())):
        if signed:
            yield "signed by scheme", scheme


def main(path):
    apk = APK(path)
    for facts in (manifest(apk), resources(apk), places(path), call_sites(apk), signatures(apk)):
        for fact, value in facts:
            print(fact, value, sep="\t")


main(sys.argv[1])
