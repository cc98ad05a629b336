import type { Artefact } from "../domain/procedures/procedure.ts";
import { type NounName, nounText } from "../domain/reasons/words.ts";
import type { Text } from "../domain/terms.ts";
import { localized } from "./language.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

export const nounName = (what: NounName): string => localized(nounText(what));

const fields = {
  name: t("姓名", "name"),
  email: t("电子邮箱", "email"),
  phone: t("手机号码", "phone"),
  language: t("语言", "language"),
  hour: t("每日消息的时间", "hour"),
  channel: t("常规消息的渠道", "channel"),
} as const satisfies Readonly<Record<string, Text>>;

export const fieldName = (field: keyof typeof fields): string => localized(fields[field]);

const artefactNames: Readonly<Record<Artefact, Text>> = {
  plan: t("应急预案", "plan"),
  contacts: t("联系方式", "contacts"),
  rules: t("制度", "rules"),
  agreement: t("协议", "agreement"),
};

export const artefactName = (artefact: Artefact): string => localized(artefactNames[artefact]);
