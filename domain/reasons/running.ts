import { t } from "./words.ts";

interface Database {
  database: string;
  host: string;
}
const databaseText = ({ database, host }: Database) =>
  t(`位于${host}的数据库“${database}”`, `The database "${database}" at ${host}`);
interface Ahead extends Database {
  migrations: number;
  last: string;
}
const matters = {
  password: (user: string) =>
    t(
      `不接受用户“${user}”的密码；应为其认可的`,
      `refuses user "${user}" with this password; expected those that it knows`,
    ),
  user: (user: string) =>
    t(`不允许用户“${user}”进入；应为有权限的用户`, `does not let user "${user}" in; expected one that may`),
  absent: () => t("不存在；应先创建（createdb）", "does not exist; expected one that has been made (createdb)"),
  empty: () =>
    t(
      "还没有督办的表；应先用它运行过“npm start”或“npx duban migrate”",
      'holds no tables of Duban yet; expected that "npm start" or "npx duban migrate" ran with it',
    ),
} as const;

/** A running program, and its data folder. */
interface Process {
  pid: number;
  home: string;
}

interface Fault {
  /** In Chinese, if the source of the error has a message. */
  zh?: string;
  fault: string;
}

/** Why a running program cannot be used, and why the demo's clock does not move. */
export const runningReasons = {
  "nothing-runs": ({ home }: { home: string }) =>
    t(
      `${home}中没有正在运行的程序，也没有设置DATABASE_URL；请先用“npm start”（或“npm run demo”）启动`,
      `Nothing is running in ${home}, and DATABASE_URL is not set; start it with "npm start" (or "npm run demo") first.`,
    ),
  "database-refuses": ({ matter, user, ...where }: Database & { matter: keyof typeof matters; user: string }) => {
    const { zh, en } = matters[matter](user);
    return t(`${databaseText(where).zh}（DATABASE_URL）${zh}`, `${databaseText(where).en} (DATABASE_URL) ${en}.`);
  },
  "database-silent": ({ fault, ...where }: Database & { fault: string }) =>
    t(
      `${databaseText(where).zh}（DATABASE_URL）没有响应（${fault}）；应为正在运行的PostgreSQL`,
      `${databaseText(where).en} (DATABASE_URL) does not answer (${fault}); expected a PostgreSQL there.`,
    ),
  "database-newer": ({ migrations, last, version, least, ...where }: Ahead & { version: string; least: string }) =>
    t(
      `${databaseText(where).zh}比本程序新（有${migrations}个本程序不认识的迁移，最后一个是${last}），需要${least}或更高版本，而本程序是${version}；请用“git pull && npm ci”更新本程序`,
      `${databaseText(where).en} was made by a newer Duban than this one (${counted(migrations, last)} it does not know): it needs version ${least} or later, and this is ${version}; update it with "git pull && npm ci".`,
    ),
  "database-ahead": ({ migrations, last, ...where }: Ahead) =>
    t(
      `${databaseText(where).zh}比本程序新（有${migrations}个本程序不认识的迁移，最后一个是${last}）；本程序照常运行，升级完成前可以并存`,
      `${databaseText(where).en} is ahead of this program (${counted(migrations, last)} it does not know); it goes on as before beside the newer version.`,
    ),
  "database-older": ({ migrations, last, ...where }: Ahead) =>
    t(
      `${databaseText(where).zh}比本程序旧（缺少${migrations}个迁移，最后一个是${last}）；请运行“npx duban migrate”升级数据库，正在运行的旧版本不受影响（自带数据库时，请停止后用“npm start”重新启动）`,
      `${databaseText(where).en} was made by an older Duban than this one (${counted(migrations, last)} it has not); run "npx duban migrate", beside which the older version goes on (with the embedded database, end it and start it anew with "npm start").`,
    ),
  "engine-silent": ({ address }: { address: string }) =>
    t(
      `位于${address}的Temporal没有响应；应为正在运行的服务器（TEMPORAL_ADDRESS）`,
      `Temporal at ${address} does not answer; expected a server there (TEMPORAL_ADDRESS).`,
    ),
  "engine-refuses": ({ address }: { address: string }) =>
    t(
      `位于${address}的Temporal不接受本程序的密钥或证书；请检查TEMPORAL_API_KEY或TEMPORAL_TLS_CLIENT_CERT_PATH、TEMPORAL_TLS_CLIENT_KEY_PATH，以及TEMPORAL_NAMESPACE`,
      `Temporal at ${address} refuses this program's key or certificate; mend TEMPORAL_API_KEY, or TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH, or TEMPORAL_NAMESPACE.`,
    ),
  "engine-attributes": ({ attributes, namespace }: { attributes: readonly string[]; namespace: string }) =>
    t(
      `Temporal的命名空间“${namespace}”缺少搜索属性${attributes.join("、")}，且不允许由程序添加；请逐个添加，类型均为Keyword（Temporal Cloud：在命名空间的设置中添加），再重新运行`,
      `The namespace "${namespace}" of Temporal lacks the search attributes ${attributes.join(", ")} and lets no program add them; add each as Keyword (Temporal Cloud: in the namespace's settings), then run this again.`,
    ),
  "backup-there": ({ folder }: { folder: string }) =>
    t(
      `“${folder}”已经存在；应为尚不存在的文件夹`,
      `"${folder}" exists already; expected a folder that is not there yet`,
    ),
  "backup-damaged": ({ file }: { file: string }) =>
    t(
      `备份不完整：“${file}”与清单不符或无法读取；没有写入任何内容`,
      `the backup is not whole: "${file}" is not what its manifest says, or cannot be read; nothing was written`,
    ),
  "backup-newer": ({ last }: { last: string }) =>
    t(
      `备份由较新的版本生成（含有本程序不认识的迁移${last}）；请先更新本程序`,
      `the backup was made by a newer version (with the migration ${last}, which this one does not know); update this program first`,
    ),
  "database-used": ({ table }: { table: string }) =>
    t(
      `数据库不是空的（表“${table}”中有内容）；只能恢复到空数据库`,
      `the database is not empty (the table "${table}" has rows); expected an empty one to restore into`,
    ),
  "no-answer": ({ fault }: { fault: string }) =>
    t(`数据库或引擎没有响应：${fault}`, `The database or the engine does not answer: ${fault}`),
  busy: () =>
    t(
      "现在办理的人太多，没有空闲的数据库连接；请过几秒钟再试",
      "Too much is being done just now, and no connection to the database is free; try again in a few seconds.",
    ),
  /** The command cannot be parsed; in the words of the parser. */
  usage: ({ fault }: { fault: string }) => t(fault, fault),
  /** Invalid settings, port, folder or embedded server; in the words of what found it. */
  "settings-unusable": ({ fault, zh = fault }: Fault) => t(`设置有误：${zh}`, fault),
  "port-unusable": ({ fault }: Fault) => t(`端口无法使用：${fault}`, fault),
  "port-taken": ({ port, address }: { port: number; address: string }) =>
    t(
      `${address}的端口${port}已被其他程序占用；请用PORT另设一个空闲的端口（0为任意）`,
      `Port ${port} on ${address} is taken by another program; set PORT to a free one (0: any).`,
    ),
  /** @param by what uses the port: command, process and data folder; absent: an instance in another folder */
  "port-held": ({ port, address, by }: { port: number; address: string; by?: { command: string } & Process }) =>
    t(
      `${address}的端口${port}正由督办（Duban）自己使用：${by ? `“${by.command}”（进程${by.pid}，数据在${by.home}）。请在启动它的窗口按Ctrl-C停止，或者运行“kill ${by.pid}”` : "由另一个数据文件夹启动。请在启动它的窗口按Ctrl-C停止"}；也可以用PORT另设一个端口（0为任意空闲端口）`,
      `Port ${port} on ${address} is held by Duban itself: ${by ? `"${by.command}" (process ${by.pid}, data in ${by.home}). Stop it with Ctrl-C where it runs, or with "kill ${by.pid}"` : "an instance with a data folder of its own. Stop it with Ctrl-C where it was started"}, or set PORT to another port (0: any that is free).`,
    ),
  /** @param url absent: it is still starting */
  "runs-already": ({ url, pid, home }: { url?: string } & Process) =>
    t(
      `督办（Duban）已在运行${url ? `：${url}` : "，正在启动"}（进程${pid}，数据在${home}）；请先将其停止，或者用DUBAN_HOME另设数据文件夹`,
      `Duban is running already${url ? ` at ${url}` : ", and is still starting"} (process ${pid}, data in ${home}). Stop it first, or set DUBAN_HOME to another folder.`,
    ),
  "service-failed": ({ code, fault, zh = fault }: Fault & { code: string }) =>
    t(`本机服务出错（${code}）：${zh}`, fault),
  "time-unusable": ({ fault }: Fault) => t(`日期或时间有误：${fault}`, fault),
  "amount-unusable": ({ fault }: Fault) => t(`金额有误：${fault}`, fault),
  /** An unexpected error. */
  failed: ({ fault }: { fault: string }) => t(fault, fault),
  "not-the-demo": () =>
    t(
      "只有演示可以拨动时间；请先用 `npm run demo` 启动",
      "Time can be moved in the demo alone; start it with `npm run demo`.",
    ),
  "clock-passed": ({ value, now, zone }: { value: string; now: string; zone: string }) =>
    t(
      `“${value}”已经过去：现在是${now}（${zone}）；应为以后的时间`,
      `"${value}" has passed: it is ${now} (${zone}); expected a time to come`,
    ),
  "clock-unreadable": ({ value }: { value: string }) =>
    t(
      `“${value}”无法使用；应为next、+30min、+4h、+3d、+2w、2031-03-10或“2031-03-10 18:05”（最多一年）`,
      `"${value}" is no way to move the clock; expected next, +30min, +4h, +3d, +2w, 2031-03-10 or "2031-03-10 18:05" (a year at most)`,
    ),
  "clock-not-moved": ({ fault }: { fault: string }) => t(`时间没有拨动：${fault}`, `the clock was not moved: ${fault}`),
} as const;

const counted = (migrations: number, last: string): string =>
  `${migrations === 1 ? "migration" : `${migrations} migrations, the last`} ${last}`;
