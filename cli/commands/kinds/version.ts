import type { Command } from "commander";
import { organizationOf } from "../../../client/registry/organizations.ts";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { NotFoundError } from "../../../domain/errors.ts";
import { answerWords } from "../../../domain/forms/answer-words.ts";
import { type Artefact, artefacts } from "../../../domain/procedures/procedure.ts";
import { fieldsOf } from "../../../domain/procedures/steps.ts";
import { cause } from "../../../domain/reasons/index.ts";
import { type VersionShown, versionsShown } from "../../../records/cases/versions.ts";
import { type EvidenceLine, evidenceOfTask } from "../../../records/views/pages.ts";
import { numberOf, oneOf } from "../../args.ts";
import type { CommandResult, Run } from "../../command-result.ts";
import type { CliSession } from "../../deps.ts";
import { currentLanguage, localized, say } from "../../language.ts";
import { artefactName } from "../../nouns.ts";
import { heading, plural, safe, section, wall } from "../../views/format.ts";

interface ShowOptions {
  org: string;
  number?: string;
}

/** `duban version …` */
export function versionCommands(version: Command, run: Run): void {
  version
    .command("list")
    .description(
      say(
        "各个版本，最新的在前，以及多少人已确认阅读",
        "versions, the newest first, with how many have confirmed reading",
      ),
    )
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .option("--of <what>", say(`其中之一：${artefacts.join("、")}`, `one of ${artefacts.join(", ")}`))
    .action((options: { org: string; of?: string }, command: Command) =>
      run(command, (session) => list(session, options)),
    );

  version
    .command("show")
    .description(say("一个版本的内容和附件", "what a version says, and its files"))
    .argument("<what>", say(`其中之一：${artefacts.join("、")}`, `one of ${artefacts.join(", ")}`))
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .option("--number <n>", say("第几版；不写为最新", "which; otherwise the newest"))
    .action((what: string, options: ShowOptions, command: Command) =>
      run(command, (session) => show(session, what, options)),
    );
}

async function list({ db }: CliSession, { org, of }: { org: string; of?: string }): Promise<CommandResult> {
  const { id, zone } = await organizationOf(db, org);
  const artefact = of === undefined ? {} : { artefact: oneOf<Artefact>(of, "--of", artefacts) };
  const versions = await versionsShown(db, id, artefact);
  return {
    data: versions.map(dataOf),
    table: {
      head: ["what", "number", "since", "written by", "approved by", "read"],
      rows: versions.map((one) => [
        artefactName(one.artefact),
        String(one.number),
        wall(one.at, zone),
        safe(one.writer ?? ""),
        safe(one.approver ?? ""),
        one.asked > 0 ? say(`${one.asked}人中${one.read}人`, `${one.read} of ${one.asked}`) : "",
      ]),
    },
    ...(versions.length === 0 && { text: say(`${org}尚无留存的版本。`, `${org} keeps no version yet.`) }),
  };
}

async function show({ db }: CliSession, what: string, { org, number }: ShowOptions): Promise<CommandResult> {
  const artefact = oneOf<Artefact>(what, "what", artefacts);
  const { id, zone, name } = await organizationOf(db, org);
  const [version] = await versionsShown(db, id, {
    artefact,
    ...(number !== undefined && { number: numberOf(number, "--number", 999_999) }),
  });
  if (!version) throw new NotFoundError(cause("no-version", { value: `${artefact} ${number ?? ""}`.trim() }));
  const lines = await evidenceOfTask(db, version.taskId);
  const files = lines.filter(({ type }) => type === "file");
  const read =
    version.asked > 0
      ? [say(`${version.asked}人中已有${version.read}人阅读。`, `Read by ${version.read} of ${version.asked}.`)]
      : [];
  const approved = version.approver
    ? say(`，由${safe(version.approver)}批准`, `, approved by ${safe(version.approver)}`)
    : "";
  return {
    data: {
      ...dataOf(version),
      says: lines.flatMap(({ type, data }) => (type === "file" ? [] : [data])),
      files: files.map((file) => ({ id: file.id, name: file.name, size: file.size, sha256: file.sha256 })),
    },
    text: [
      heading(
        say(
          `${safe(name)}的${artefactName(artefact)}，第${version.number}版`,
          `${artefact} of ${safe(name)}, version ${version.number}`,
        ),
      ),
      say(
        `${wall(version.at, zone)}起（${zone}），由${safe(version.writer ?? "不明")}编写${approved}；事项${version.caseId}`,
        `Since ${wall(version.at, zone)} (${zone}), written by ${safe(version.writer ?? "nobody known")}${approved}; case ${version.caseId}`,
      ),
      ...read,
      ...section(say("内容", "It says"), saidIn(version, lines)),
      ...section(
        say("附件", "Files"),
        files.map((file) =>
          say(
            `${safe(file.name)}（${file.size}字节，SHA-256 ${file.sha256.slice(0, 12)}）`,
            `${safe(file.name)} (${plural(file.size, "byte")}, SHA-256 ${file.sha256.slice(0, 12)})`,
          ),
        ),
      ),
    ].join("\n"),
  };
}

function saidIn({ duty, step }: VersionShown, lines: readonly EvidenceLine[]): string[] {
  const formFields = fieldsOf(dutyOf(duty), step, lines[0]?.facts ?? {});
  return lines.flatMap(({ type, data }) =>
    type === "file" || typeof data !== "object" || data === null
      ? []
      : Object.entries(data).map(([name, value]) => {
          const formField = formFields.find((one) => one.name === name);
          return `${formField ? localized(formField.label) : name}${say("：", ": ")}${answerWords(formField, value, currentLanguage()).map(safe).join(" · ")}`;
        }),
  );
}

const dataOf = ({ artefact, number, at, writer, approver, asked, read, caseId, taskId }: VersionShown) => ({
  what: artefact,
  number,
  at,
  writer,
  approver,
  receipts: { asked, read },
  case: caseId,
  task: taskId,
});
