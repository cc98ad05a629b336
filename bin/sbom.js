// `npm run sbom`: what the program carries, as CycloneDX (build/sbom.cdx.json), from the lock file.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const words = ["sbom", "--package-lock-only", "--omit=dev", "--sbom-format=cyclonedx", "--sbom-type=application"];
const options = { cwd: root, encoding: "utf8", maxBuffer: 1e8, shell: process.platform === "win32" };
const sbom = JSON.parse(execFileSync("npm", words, options));
mkdirSync(new URL("../build/", import.meta.url), { recursive: true });
writeFileSync(new URL("../build/sbom.cdx.json", import.meta.url), `${JSON.stringify(sbom, null, 2)}\n`);
console.log(`build/sbom.cdx.json: ${sbom.components.length} components`);
