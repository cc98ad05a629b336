import { type NounName, nounText, t } from "./words.ts";

const sheet = t("CSV文件（UTF-8或GBK）或XLSX文件", "a CSV (UTF-8 or GBK) or an XLSX file");
const kinds = {
  file: t("文件", "a file"),
  text: t("文本文件", "a text file"),
  json: t("JSON文件", "a JSON file"),
  sheet,
} as const;
/** What a file should contain. */
export type FileKind = keyof typeof kinds;
export const fileKindText = (kind: FileKind) => kinds[kind];

interface ByFile {
  file: string;
}
const at = (place: string | undefined) => (place === undefined ? t("", "") : t(`${place}：`, `${place}: `));
const sizes = {
  bytes: (most: number) => t(`${most / 1024 / 1024}兆字节`, `${most / 1024 / 1024} MB`),
  rows: (most: number) => t(`${most}行`, `${most} rows`),
  columns: (most: number) => t(`${most}列`, `${most} columns`),
  cells: (most: number) => t(`${most}格`, `${most} cells`),
} as const;

/** Invalid commands, and files that cannot be read. */
export const commandLineReasons = {
  "missing-argument": ({ argument }: { argument: string }) =>
    t(`缺少参数“${argument}”`, `missing required argument '${argument}'`),
  "missing-option": ({ option }: { option: string }) =>
    t(`缺少选项“${option}”`, `required option '${option}' not specified`),
  "option-without-value": ({ option }: { option: string }) =>
    t(`选项“${option}”缺少内容`, `option '${option}' argument missing`),
  "unknown-option": ({ option, near }: { option: string; near: string | null }) =>
    t(
      `没有选项“${option}”${near === null ? "" : `（是否指“${near}”？）`}`,
      `unknown option '${option}'${near === null ? "" : ` (did you mean ${near}?)`}`,
    ),
  "unknown-command": ({ command, near }: { command: string; near: string | null }) =>
    t(
      `没有命令“${command}”${near === null ? "" : `（是否指“${near}”？）`}`,
      `unknown command '${command}'${near === null ? "" : ` (did you mean ${near}?)`}`,
    ),
  "too-many-arguments": ({ expected, got }: { expected: number; got: number }) =>
    t(`参数过多：应为${expected}个，给出了${got}个`, `too many arguments: expected ${expected}, got ${got}`),
  "file-unwritable": ({ option, file, code }: { option: string; file: string; code: string }) =>
    t(`${option}：无法写入“${file}”（${code}）`, `${option}: "${file}" cannot be written (${code})`),
  "bad-cursor": () => t("cursor：应为上一页给出的next", "cursor: expected what the page before gave as next"),
  "empty-argument": ({ place }: { place: string }) => t(`${place}：不能为空`, `${place}: ""; expected some words`),
  beside: ({ option, other }: { option: string; other: string }) =>
    t(`${option}与${other}只能给出一个`, `${option}: given beside ${other}; expected one of them`),
  "needs-option": ({ option, other }: { option: string; other: string }) =>
    t(`${option}须与${other}同时给出`, `${option}: expected together with ${other}`),
  "option-missing": ({
    option,
    instead,
    expected,
  }: {
    option: string;
    instead?: string;
    expected: "org" | "title";
  }) => {
    const what = {
      org: t("机构代码", "the code of an organization"),
      title: t("募捐名称", "the name of the campaign"),
    };
    return t(
      `${option}：没有给出；应为${what[expected].zh}${instead ? `，或者用${instead}` : ""}`,
      `${option}: nothing is given; expected ${what[expected].en}${instead ? `, or ${instead}` : ""}`,
    );
  },
  "said-by-plan": ({ option, value }: { option: string; value: string }) =>
    t(`${option}：“${value}”不应给出，方案中已有`, `${option}: "${value}"; expected nothing: the plan says it`),
  "means-several": ({ what, value, ids }: { what: NounName; value: string; ids: readonly string[] }) =>
    t(
      `${nounText(what).zh}：“${value}”对应多个；${ids.length > 0 ? `应为其中之一：${ids.join("、")}` : "请给出更长的编号"}`,
      `${what}: "${value}" means several; expected ${ids.length > 0 ? `one of ${ids.join(", ")}` : "more of its id"}`,
    ),
  "own-command": ({ duty, what, command }: { duty: string; what: { zh: string; en: string }; command: string }) =>
    t(
      `--duty：第${duty}项是${what.zh}；请改用“${command}”`,
      `--duty: "${duty}" is ${what.en}; expected "${command}" for it`,
    ),
  "event-of-running-cases": ({ event, duty }: { event: string; duty: string }) =>
    t(
      `事情：“${event}”由第${duty}项正在办理的事项处理，不另行开始；应为能开始一项职责的事情`,
      `event: "${event}"; expected one that starts a duty: those of ${duty} are told to a running case`,
    ),
  "decide-first": () =>
    t(
      "--accept、--decline：都没有给出；尚未决定是否受理，应给出其中一个",
      "--accept, --decline: neither is given; expected one of them, for it is not decided yet",
    ),
  "already-decided": () =>
    t(
      "--accept、--decline：已经受理；只应给出答复",
      "--accept, --decline: it has been taken up; expected the answer alone",
    ),
  "nothing-to-set": () =>
    t(
      "没有要设定的；应给出--cadence、--policy、--term、--pause或--resume",
      "nothing to set; expected --cadence, --policy, --term, --pause or --resume",
    ),
  "no-secret": () =>
    t("督办台：此处没有签发链接所用的密钥", "board: nothing here knows the secret key that signs links"),
  "form-takes-no-text": ({ fields }: { fields: readonly string[] }) =>
    t(
      `--note：此表单没有文字项；应使用--set，其中之一：${fields.join("、") || "无"}`,
      `--note: this form asks for no text; expected --set with ${fields.join(", ") || "nothing"}`,
    ),
  "form-takes-no-file": ({ option, fields }: { option: string; fields: readonly string[] }) =>
    t(
      `${option}：此表单不收文件；应使用--set，其中之一：${fields.join("、") || "无"}`,
      `${option}: this form asks for no file; expected --set with ${fields.join(", ") || "nothing"}`,
    ),
  "set-once": ({ field, times }: { field: string; times: number }) =>
    t(
      `--set：“${field}”给出了${times}次；该项不是清单，只能给出一次`,
      `--set: "${field}" is given ${times} times; expected once, for it is no list`,
    ),
  "too-many-files": ({ option, files, most }: { option: string; files: number; most: number }) =>
    t(`${option}：有${files}个文件；最多${most}个`, `${option}: ${files} files; expected at most ${most}`),
  "file-too-large": ({ option, file, bytes, most }: ByFile & { option: string; bytes: number; most: number }) =>
    t(
      `${option}：“${file}”有${bytes}字节；最多${most}字节`,
      `${option}: "${file}" has ${bytes} bytes; expected at most ${most}`,
    ),
  "file-unreadable": ({ option, file, code, kind }: ByFile & { option?: string; code: string; kind: FileKind }) =>
    t(
      `${at(option).zh}“${file}”无法读取（${code}）；应为${kinds[kind].zh}`,
      `${at(option).en}"${file}" cannot be read (${code}); expected ${kinds[kind].en}`,
    ),
  "file-not-utf-8": ({ file, kind }: ByFile & { kind: FileKind }) =>
    t(
      `“${file}”不是UTF-8编码；应为${kinds[kind].zh}，以UTF-8保存`,
      `"${file}" is not in UTF-8; expected ${kinds[kind].en} saved as UTF-8`,
    ),
  "file-not-json": ({ file, fault }: ByFile & { fault: string }) =>
    t(
      `“${file}”不是JSON：${fault}；应为 \`duban policy show --json\` 输出的督办规则`,
      `"${file}" is no JSON: ${fault}; expected a policy as \`duban policy show --json\` prints it`,
    ),
  "names-nobody": ({ option, value }: { option: string; value: string }) =>
    t(
      `${option}：“${value}”没有姓名；应为每行一个姓名`,
      `${option}: "${value}" names nobody; expected one name a line`,
    ),
  "old-workbook": ({ file }: ByFile) =>
    t(
      `“${file}”是旧版表格（XLS）；应为另存为XLSX或CSV的文件`,
      `"${file}" is an old workbook (XLS); expected it saved as XLSX or CSV`,
    ),
  "sheet-encoding": ({ file, line }: ByFile & { line: number }) =>
    t(
      `“${file}”第${line}行既不是UTF-8也不是GBK编码；应为${sheet.zh}`,
      `"${file}" has a sign in line ${line} that is neither UTF-8 nor GBK; expected ${sheet.en}`,
    ),
  "not-xlsx": ({ file }: ByFile) =>
    t(
      `“${file}”不是完好的XLSX文件；应为XLSX文件，可用表格软件打开后重新保存`,
      `"${file}" is no XLSX file that can be read; expected an XLSX file; open it in a spreadsheet and save it again`,
    ),
  "sheet-too-large": ({ file, bound, most }: ByFile & { bound: keyof typeof sizes; most: number }) =>
    t(
      `“${file}”过大；应为不超过${sizes[bound](most).zh}的表`,
      `"${file}" is too large; expected a sheet of at most ${sizes[bound](most).en}, unpacked`,
    ),
} as const;
