import type { Mark, OrganizationType, Registration, Role, Text } from "../terms.ts";
import { t } from "./text.ts";

export const role: Record<Role, Text> = {
  "legal-representative": t("法定代表人", "legal representative"),
  head: t("负责人", "head"),
  secretariat: t("秘书处", "secretariat"),
  deputy: t("副职", "deputy"),
  "supervisory-board": t("监事会", "supervisory board"),
  "party-organization": t("党组织", "party organization"),
  "party-head": t("党组织负责人", "head of the party organization"),
  staff: t("工作人员", "staff"),
  member: t("会员", "member"),
  volunteer: t("志愿者", "volunteer"),
  authority: t("业务主管单位", "supervising authority"),
  "party-committee": t("社会组织党委", "party committee for social organizations"),
  registrar: t("登记管理机关", "registrar"),
  regulator: t("行业管理部门", "industry regulator"),
};

export const organizationType: Record<OrganizationType, Text> = {
  HUB: t("枢纽型社会组织", "hub organization"),
  CHA: t("公益慈善类社会组织", "charity"),
  VOL: t("志愿服务组织", "volunteer organization"),
  IND: t("行业协会商会", "industry association"),
  CHM: t("异地商会", "hometown chamber"),
  SVC: t("社会服务机构", "social service agency"),
  COM: t("社区社会组织", "community organization"),
  OTH: t("其他社会组织", "other organization"),
};

export const registration: Record<Registration, Text> = {
  association: t("社会团体", "association"),
  service: t("民办非企业单位（社会服务机构）", "private non-enterprise unit"),
  foundation: t("基金会", "foundation"),
};

export const mark: Record<Mark, Text> = {
  "fire-unit": t("消防安全单位", "fire-safety unit"),
  "fire-key-unit": t("消防安全重点单位", "key unit of fire safety"),
  "production-safety": t("生产经营单位（安全生产）", "production-safety unit"),
};
