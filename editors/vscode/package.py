#!/usr/bin/env python3
"""package.py [FILE]: the extension as a .vsix, from what `npm run build` made. The same sources give the same bytes."""
import json
import os
import sys
import zipfile
from xml.sax.saxutils import quoteattr

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, "..", "..")


def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def third_party():
    """The licences of what is bundled, by esbuild's own list."""
    folders = set()
    for source in json.loads(read(here, "dist", "meta.json"))["inputs"]:
        parts = source.split("/")
        if "node_modules" in parts:
            at = len(parts) - 1 - parts[::-1].index("node_modules")
            folders.add("/".join(parts[: at + (3 if parts[at + 1].startswith("@") else 2)]))
    text = "The extension contains these packages.\n"
    for folder in sorted(folders):
        package = json.loads(read(here, folder, "package.json"))
        names = sorted(name for name in os.listdir(os.path.join(here, folder)) if name.lower().startswith(("license", "licence")))
        if not names:
            sys.exit(f"{folder} has no licence file")
        text += f"\n---- {package['name']} {package['version']} ({package['license']})\n\n"
        text += read(here, folder, names[0]).decode().replace("\r\n", "\n").strip() + "\n"
    return text


def manifest(package):
    attribute = quoteattr
    return f"""<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id={attribute(package["name"])} Version={attribute(package["version"])} Publisher={attribute(package["publisher"])}/>
    <DisplayName>{package["displayName"]}</DisplayName>
    <Description xml:space="preserve">{package["description"]}</Description>
    <Categories>{",".join(package["categories"])}</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value={attribute(package["engines"]["vscode"])}/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
  </Assets>
</PackageManifest>
"""


def content_types(names):
    types = {"json": "application/json", "js": "application/javascript", "md": "text/markdown", "txt": "text/plain", "vsixmanifest": "text/xml"}
    entries = "".join(
        f'<Default Extension=".{kind}" ContentType="{types[kind]}"/>' for kind in sorted({name.rsplit(".", 1)[1] for name in names})
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{entries}</Types>\n'


def main():
    package = json.loads(read(here, "package.json"))
    installed = {key: value for key, value in package.items() if key not in ("devDependencies", "scripts", "private")}
    files = {
        "extension.vsixmanifest": manifest(package),
        "extension/LICENSE.txt": read(root, "LICENSE"),
        "extension/README.md": read(here, "README.md"),
        "extension/THIRD_PARTY.txt": third_party(),
        "extension/dist/extension.js": read(here, "dist", "extension.js"),
        "extension/krepis.schema.json": read(root, "docs", "krepis.schema.json"),
        "extension/package.json": json.dumps(installed, indent=2) + "\n",
    }
    target = sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, "dist", f"krepis-{package['version']}.vsix")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [("[Content_Types].xml", content_types(files)), *files.items()]:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    print(f"{target}: {os.path.getsize(target)} bytes")


main()
