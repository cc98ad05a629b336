import type { OrganizationType, Registration } from "../domain/terms.ts";

/** A part of a name, in characters and in letters. */
export interface Part {
  hanzi: string;
  latin: string;
}

function parts(words: string): Part[] {
  return words.split(/\s+/).map((word) => {
    const [hanzi = "", latin = ""] = word.split("/");
    return { hanzi, latin };
  });
}

/** 40 of them, 61 given names: coprime, so 2,440 people before a name comes again. */
export const surnames = parts(
  "陈/chen 李/li 黄/huang 张/zhang 梁/liang 林/lin 王/wang 吴/wu 刘/liu 何/he 罗/luo 杨/yang 谢/xie 郭/guo 叶/ye 邓/deng 蔡/cai 曾/zeng 周/zhou 冯/feng 许/xu 苏/su 卢/lu 彭/peng 赵/zhao 钟/zhong 潘/pan 余/yu 朱/zhu 郑/zheng 胡/hu 石/shi 江/jiang 孙/sun 唐/tang 麦/mai 欧/ou 关/guan 温/wen 严/yan",
);

export const givenNames = parts(
  "明华/minghua 志强/zhiqiang 雅文/yawen 嘉欣/jiaxin 伟健/weijian 静怡/jingyi 国栋/guodong 晓琳/xiaolin 文博/wenbo 秀英/xiuying 俊杰/junjie 慧敏/huimin 建华/jianhua 思远/siyuan 丽珍/lizhen 浩然/haoran 燕玲/yanling 子轩/zixuan 海涛/haitao 婉婷/wanting 启明/qiming 佩珊/peishan 永康/yongkang 诗韵/shiyun 德胜/desheng 雪梅/xuemei 立新/lixin 美玲/meiling 宏图/hongtu 颖怡/yingyi 家豪/jiahao 春燕/chunyan 绍文/shaowen 淑芬/shufen 泽楷/zekai 敏仪/minyi 光耀/guangyao 若兰/ruolan 振邦/zhenbang 倩如/qianru 仲衡/zhongheng 玉洁/yujie 凯文/kaiwen 素贞/suzhen 天佑/tianyou 凤仪/fengyi 卓然/zhuoran 咏诗/yongshi 少峰/shaofeng 巧云/qiaoyun 一鸣/yiming 晴川/qingchuan 景行/jingxing 念慈/nianci 润泽/runze 知微/zhiwei 乐山/leshan 采薇/caiwei 怀瑾/huaijin 映雪/yingxue 长青/changqing",
);

/** Area codes whose 555-0100 to 555-0199 are kept for fiction. */
export const areaCodes = [202, 212, 213, 303, 305, 312, 404, 415, 503, 617] as const;

/** Every district of Guangzhou. */
export const districts = [
  "越秀区",
  "海珠区",
  "荔湾区",
  "天河区",
  "白云区",
  "黄埔区",
  "番禺区",
  "花都区",
  "南沙区",
  "从化区",
  "增城区",
] as const;

interface Profile {
  type: OrganizationType;
  qualified: boolean;
  registrations: readonly Registration[];
  names: readonly string[];
}

/** The nine profiles: the eight types, charities with and without the right to raise funds in public. */
export const profiles: readonly Profile[] = [
  {
    type: "HUB",
    qualified: false,
    registrations: ["association"],
    names: [
      "木棉社会组织联合会",
      "珠水社会组织促进会",
      "羊石青年社会组织联合会",
      "云山社区服务联合会",
      "南湾社会组织总会",
    ],
  },
  {
    type: "CHA",
    qualified: true,
    registrations: ["foundation", "foundation", "association"],
    names: ["木棉花开慈善基金会", "晨帆助学基金会", "珠水慈善会", "榕荫敬老基金会", "星桥医疗救助基金会", "南风慈善会"],
  },
  {
    type: "CHA",
    qualified: false,
    registrations: ["association", "service", "foundation"],
    names: [
      "青禾公益促进会",
      "小满助残公益服务中心",
      "云帆公益基金会",
      "灯塔儿童关爱协会",
      "半亩田公益服务中心",
      "海珠湾环保基金会",
      "稻香助农公益协会",
    ],
  },
  {
    type: "VOL",
    qualified: false,
    registrations: ["association", "service"],
    names: [
      "蓝榕志愿服务队",
      "红棉志愿者协会",
      "骑楼志愿服务中心",
      "珠江夜灯志愿服务队",
      "暖阳助老志愿者协会",
      "江畔应急志愿服务队",
      "书声志愿者协会",
      "绿道志愿服务总队",
    ],
  },
  {
    type: "IND",
    qualified: false,
    registrations: ["association"],
    names: [
      "岭南茶饮行业协会",
      "珠水物流行业协会",
      "花城花卉行业协会",
      "南岸餐饮行业协会",
      "新港印刷行业协会",
      "云埔检测行业协会",
      "骑楼皮具商会",
      "海心软件行业协会",
    ],
  },
  {
    type: "CHM",
    qualified: false,
    registrations: ["association"],
    names: ["青岩商会", "临江商会", "沅水商会", "太湖湾商会", "秦川商会", "东屿商会"],
  },
  {
    type: "SVC",
    qualified: false,
    registrations: ["service"],
    names: [
      "榕树下社会工作服务中心",
      "春晖养老服务中心",
      "小书包课后服务中心",
      "晴朗心理服务中心",
      "同行康复服务中心",
      "拾光托育服务中心",
      "邻里社会工作服务中心",
      "启智特殊教育服务中心",
      "安居养老服务中心",
    ],
  },
  {
    type: "COM",
    qualified: false,
    registrations: ["association", "service"],
    names: [
      "石榴街坊互助会",
      "北坊社区邻里协会",
      "龙津坊文体协会",
      "东湖坊长者协会",
      "西畔社区调解服务社",
      "古井坊社区互助会",
      "新塘坊邻里服务社",
    ],
  },
  {
    type: "OTH",
    qualified: false,
    registrations: ["association"],
    names: ["岭南民俗研究会", "珠水集邮协会", "南国棋艺协会", "城市史料学会"],
  },
];
