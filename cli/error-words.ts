import { verbs } from "../domain/tasks/task-states.ts";
import { word } from "../domain/words.ts";
import { phraseWords } from "./error-phrases.ts";
import { tongue } from "./language.ts";

/**
 * What was refused, in the language of the command. What acts and rules say is English, as programs read it; a person reads each line in
 * their own language, and what has no words there stays as it is.
 */
export function errorWords(message: string): string {
  return tongue() === "zh-CN" ? message.split("\n").map(lineWords).join("\n") : message;
}

/** A line as acts write it, to Chinese; `$1` … are its parts, which are translated in their turn where they are phrases. */
const lines: readonly (readonly [RegExp, string])[] = [
  [/^No ([a-z ]+) "(.*)"; expected (.*?)\.?$/s, "没有{1}“$2”；应为{3}。"],
  [/^(\d+) of (\d+) cells cannot be used; nothing was taken$/, "$2格中有$1格无法使用；一行也没有导入"],
  [/^row (\d+), column (.*?): "(.*)"; expected (.*)$/s, "第$1行“{2}”列：“$3”无法使用；应为{4}"],
  [/^and (\d+) more$/, "另有$1格"],
  [/^line (\d+): (.*); expected (.*)$/, "第$1行：$2；应为{3}"],
  [/^"(.*)" \((\S+)\) would be called "(.*)" from now on; .*$/, "“$1”（$2）今后将改名为“$3”；同一联系方式应为同一姓名"],
  [/^nothing was taken; --rename takes the names of the sheet$/, "一行也没有导入；加--rename即改用表中的姓名"],
  [/^(\S+) is closed; expected an organization at work$/, "$1已关闭；应为正在运行的机构"],
  [
    /^(\S+) is there already, with another (.*); expected .*$/,
    "已有$1，但以下内容不同：$2；请另用代码，或用 `duban org import` 更改",
  ],
  [/^submit: it is too early; expected first what is named here$/, "提交：时机未到，须先办妥以下各项"],
  [/^(\S+): the (task|case|campaign|project|matter|plan) is (\S+); expected (.*)$/, "{1}：该{2}{3}；应为{4}"],
  [/^duty (\S+) does not apply to (\S+).*$/, "第$1项职责不适用于$2"],
  [/^(\S+): expected somebody with a part in this task$/, "{1}：此人与该工作无关"],
  [/^(\S+): expected (.*) of this task, got (.*)$/, "{1}：须由该工作的{2}操作，此人为{3}"],
  [/^(\S+): a reason is needed$/, "{1}：须写明理由"],
  [/^(\S+): nobody verifies, waives, extends.*$/, "{1}：不能核验、免除、延期、改派或催办本人办理或转交的工作"],
  [/^waive: a deadline of the law.*$/, "免除：法定期限只能由登记管理机关或管理员免除"],
  [/^(\S+): a deadline of the law is not extended$/, "{1}：法定期限不能延期"],
  [/^grant-extension: the one who asked.*$/, "同意延期：不能批准自己提出的延期"],
  [/^an extension needs the day.*$/, "申请延期：须写明延至哪天"],
  [/^nobody asked for more time.*$/, "没有待答复的延期申请；应写明新的截止日"],
  [/^(\S+): name the person who does it from now on$/, "{1}：须写明今后由谁办理"],
  [/^(\S+): expected another person than.*$/, "{1}：应为另一个人"],
  [/^delegate: this person passed it on.*$/, "转交：此人此前办过或转交过，不能再转回去"],
  [
    /^(the day asked for|the new due day|move): expected a time after (\S+), got (\S+)$/,
    "新的日期应晚于$2，给出的是$3",
  ],
  [
    /^the new due day: expected a time not after (\S+), got (\S+);.*$/,
    "最多延至$1，给出的是$2；需要更长时间的，由上一级同意",
  ],
  [/^(\S+): this is each person's own;.*$/, "{1}：此项须本人办理，或者予以免除"],
  [/^to: "(.*)" cannot do it;.*$/, "--to：“$1”不能办理；应为本机构中不核验此项工作的人"],
  [/^campaign start: a gate stands before it;.*$/, "募捐尚不能开始：须先有条件齐备的方案（`duban campaign plan`）"],
  [
    /^"(.*)" has passed: it is (.*) \((\S+)\); expected a time to come$/,
    "“$1”已经过去：现在是$2（$3）；应为以后的时间",
  ],
  [
    /^"(.*)" is no way to move the clock;.*$/,
    "“$1”无法使用；应为next、+30min、+4h、+3d、+2w、2031-03-10或“2031-03-10 18:05”（最多一年）",
  ],
  [/^Time can be moved in the demo alone;.*$/, "只有演示可以拨动时间；请先用 `npm run demo` 启动"],
  [
    /^Nothing is running in (.*), and DATABASE_URL is not set;.*$/,
    "$1中没有正在运行的程序，也没有设置DATABASE_URL；请先用 `npm start`（或 `npm run demo`）启动",
  ],
  [
    /^(The database .*) was made by a newer Duban than this command line \((.*)\);.*$/,
    "数据库比本命令行新（$2）：请用 `git pull && npm ci` 更新本程序",
  ],
  [
    /^(The database .*) was made by an older Duban than this command line \((.*)\);.*$/,
    "数据库比本命令行旧（$2）：请停止正在运行的程序，再用 `npm start` 启动（或运行 `npx prisma migrate deploy`），即可升级数据库",
  ],
  [/^The database "(.*)" at (\S+) \(DATABASE_URL\) (.*)$/, "位于$2的数据库“$1”（DATABASE_URL）无法使用：$3"],
  [/^The database or the engine does not answer: (.*)$/, "数据库或引擎没有响应：$1"],
  [/^(.+?): neither is given; expected at least one of them$/, "$1：都没有给出；至少应有一个"],
  [/^email, phone: neither would be left;.*$/, "电子邮箱、手机号码：至少应保留一个"],
  [
    /^name, email, phone, language: none is given;.*$/,
    "没有给出要更改的内容；应至少给出--name、--email、--phone、--language之一",
  ],
  [/^email: "(.*)" is (.*)'s \((\S+)\);.*$/, "电子邮箱：“$1”已属于$2（$3）；应为本人的"],
  [/^(.+?): "(.*)"; expected (.*)$/s, "{1}：“$2”无法使用；应为{3}"],
  [/^(.+?): expected (.*)$/, "{1}：应为{2}"],
  [/^(.*); expected (.*)$/s, "$1；应为{2}"],
];

function lineWords(line: string): string {
  for (const [when, zh] of lines) {
    const found = when.exec(line);
    if (found)
      return zh.replace(
        /\$(\d)|\{(\d)\}/g,
        (_all, raw, own) => found[Number(raw)] ?? partWords(found[Number(own)] ?? ""),
      );
  }
  return line;
}

/** A part of a line: a verb, a state, or what was expected. */
function partWords(part: string): string {
  if ((verbs as readonly string[]).includes(part)) return word("verb", part, "zh-CN");
  const state = word("taskState", part, "zh-CN");
  return state === part ? phraseWords(part) : state;
}
