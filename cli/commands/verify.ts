import type { Command } from "commander";
import { verifyDossier } from "../../client/dossier/verify.ts";
import { problemText } from "../../domain/dossier/problems.ts";
import { BadInputError } from "../../domain/errors.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import type { Run, WithoutSession } from "../command-result.ts";
import type { CliDeps } from "../deps.ts";
import { exitCodes } from "../errors.ts";
import { localized, say } from "../language.ts";
import { safe } from "../views/format.ts";

/** `duban verify`: needs neither database nor engine; exit code 1 if the dossier is not intact. */
export function verifyCommand(command: Command, _run: Run, _deps: CliDeps, { print, fail }: WithoutSession): void {
  command
    .argument(
      "<file>",
      say(
        "卷宗（ZIP文件），由 `duban case dossier` 或督办台生成",
        "the dossier (ZIP), as `duban case dossier` or the board made it",
      ),
    )
    .option(
      "--seal <hash>",
      say(
        "生成时记下的清单校验值：整个重新制作的卷宗也会被发现",
        "checksum of the manifest, as it was noted then: a dossier made anew is found out too",
      ),
    )
    .action(async (file: string, { seal }: { seal?: string }) => {
      const noted = seal?.trim().toLowerCase();
      if (noted !== undefined && !/^[0-9a-f]{64}$/.test(noted))
        throw new BadInputError(unusable("--seal", printable(noted), expected("sha-256")));
      const verdict = await verifyDossier(file, noted).catch((error: NodeJS.ErrnoException) => {
        throw new BadInputError(
          cause("file-unreadable", { file: printable(file), code: error.code ?? "", kind: "file" }),
        );
      });
      const { manifest, whole, problems } = verdict;
      const about = manifest
        ? [
            say(
              `${safe(manifest.organization.name)}（${safe(manifest.organization.code)}），事项${safe(manifest.case)}：${manifest.files.length}个文件，${manifest.events.count}行记录。`,
              `${safe(manifest.organization.name)} (${safe(manifest.organization.code)}), case ${safe(manifest.case)}: ${manifest.files.length} files, ${manifest.events.count} lines of the log.`,
            ),
            say(`清单校验值：${verdict.seal}`, `Checksum of the manifest: ${verdict.seal}`),
          ]
        : [];
      print({
        data: { ...verdict, problems: problems.map((one) => ({ ...one, message: problemText(one).en })) },
        text: [
          ...about,
          whole
            ? say("核对无误：文件、清单和记录相互一致。", "It is whole: files, manifest and log agree.")
            : say("核对未通过：", "It is NOT whole:"),
          ...problems.map((one) => `  ${safe(localized(problemText(one)))}`),
        ].join("\n"),
      });
      if (!whole) fail(exitCodes.failed);
    });
}
