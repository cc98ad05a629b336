/** Emergency numbers in China: 119 fire and rescue, 120 ambulance, 110 police. */
export type EmergencyNumber = "119" | "120" | "110";

/** Words in a report by the number to call; the first match comes first. */
const kinds: readonly (readonly [EmergencyNumber, RegExp])[] = [
  [
    "119",
    /火|燃气|煤气|天然气|液化气|漏气|爆炸|爆燃|烟|消防|电线|漏电|短路|坍塌|倒塌|坠落|被困|电梯|危化|化学品|泄漏|\b(?:fire|gas|smoke|explo\w*|collaps\w*|trapped|lift|leak\w*)\b/i,
  ],
  [
    "120",
    /伤|晕|昏迷|中毒|病|发热|发烧|心脏|溺水|触电|急救|疫情|感染|食物|\b(?:injur\w*|unconscious|poison\w*|ill|sick|fever|drown\w*|hurt)\b/i,
  ],
  [
    "110",
    /盗|偷|抢|打架|斗殴|纠纷|闹事|威胁|诈骗|可疑|踩踏|失踪|走失|\b(?:theft|stolen|robb\w*|fight\w*|threat\w*|fraud|missing|crowd)\b/i,
  ],
];

/** Numbers to call for what a report describes; all of them if it matches none. */
export function emergencyNumbers(report: string): readonly EmergencyNumber[] {
  const named = kinds.flatMap(([number, words]) => (words.test(report) ? [number] : []));
  return named.length > 0 ? named : ["119", "120", "110"];
}
