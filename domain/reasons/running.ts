import { t } from "./words.ts";

interface Database {
  database: string;
  host: string;
}
const databaseText = ({ database, host }: Database) =>
  t(`位于${host}的数据库“${database}”`, `The database "${database}" at ${host}`);
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
      "还没有督办的表；应先用它运行过“npm start”",
      'holds no tables of Duban yet; expected that "npm start" ran with it',
    ),
} as const;

interface Fault {
  fault: string;
}

/** Why nothing can be asked of the program that runs, and why the demo's clock does not move. */
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
  "database-newer": ({ migrations, last, ...where }: Database & { migrations: number; last: string }) =>
    t(
      `${databaseText(where).zh}比本命令行新（有${migrations}个本程序不认识的迁移，最后一个是${last}）；请用“git pull && npm ci”更新本程序`,
      `${databaseText(where).en} was made by a newer Duban than this command line (${counted(migrations, last)} it does not know); expected the same version: update this one with "git pull && npm ci".`,
    ),
  "database-older": ({ migrations, last, ...where }: Database & { migrations: number; last: string }) =>
    t(
      `${databaseText(where).zh}比本命令行旧（缺少${migrations}个迁移，最后一个是${last}）；请停止正在运行的程序，再用“npm start”启动（或运行“npx prisma migrate deploy”），即可升级数据库`,
      `${databaseText(where).en} was made by an older Duban than this command line (${counted(migrations, last)} it has not); expected the same version: end what runs with it and start it anew with "npm start" (or run "npx prisma migrate deploy"), which migrates it.`,
    ),
  "engine-silent": ({ address }: { address: string }) =>
    t(
      `位于${address}的Temporal没有响应；应为正在运行的服务器（TEMPORAL_ADDRESS）`,
      `Temporal at ${address} does not answer; expected a server there (TEMPORAL_ADDRESS).`,
    ),
  "no-answer": ({ fault }: { fault: string }) =>
    t(`数据库或引擎没有响应：${fault}`, `The database or the engine does not answer: ${fault}`),
  /** The command itself cannot be read; the words are those of the library that reads it. */
  usage: ({ fault }: { fault: string }) => t(fault, fault),
  /** The settings, a port, a folder or a server of its own; what exactly, in the words of whatever found it. */
  "settings-unusable": ({ fault }: Fault) => t(`设置有误：${fault}`, fault),
  "port-unusable": ({ fault }: Fault) => t(`端口无法使用：${fault}`, fault),
  "service-failed": ({ code, fault }: Fault & { code: string }) => t(`本机服务出错（${code}）：${fault}`, fault),
  "time-unusable": ({ fault }: Fault) => t(`日期或时间有误：${fault}`, fault),
  "amount-unusable": ({ fault }: Fault) => t(`金额有误：${fault}`, fault),
  /** Something broke that nobody foresaw. */
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
