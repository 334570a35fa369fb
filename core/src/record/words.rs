//! Six words for a fingerprint: what two people can compare by eye or read to each other over the telephone.
//! Each word stands for one of the first six bytes of the key's RFC 7638 thumbprint, 48 bits together. The list is
//! fixed for ever: a printed sheet must match what a phone shows years later.

use crate::ids::KeyId;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The six words of a key's fingerprint.
pub fn fingerprint_words(key: &KeyId) -> [&'static str; 6] {
    let mut bytes = [0u8; 6];
    // Eight characters of base64url are six whole bytes: there are no bits left over that could be wrong.
    URL_SAFE_NO_PAD
        .decode_slice(&key.as_str()[..8], &mut bytes)
        .expect("a key id is 43 characters of the base64url alphabet");
    bytes.map(|byte| WORDS[usize::from(byte)])
}

/// 256 words of two characters. No character stands in two of them, so that one glance tells words apart.
#[rustfmt::skip]
const WORDS: [&str; 256] = [
    "河流", "森林", "彩虹", "冬雪", "夏夜", "冰川", "波浪", "岛屿",
    "田野", "晚霞", "葡萄", "梨树", "樱桃", "柠檬", "板栗", "小麦",
    "番茄", "辣椒", "南瓜", "芹菜", "蘑菇", "莲藕", "石榴", "荔枝",
    "菠萝", "杏仁", "甘蔗", "咖啡", "豆腐", "鸡蛋", "蜂蜜", "食盐",
    "陈醋", "香肠", "老虎", "狮子", "骆驼", "狐狸", "松鼠", "骏马",
    "喜鹊", "孔雀", "蝴蝶", "蚂蚁", "乌龟", "螃蟹", "刺猬", "企鹅",
    "恐龙", "凤凰", "仙鹤", "珊瑚", "贝壳", "书桌", "座椅", "窗户",
    "钥匙", "雨伞", "镜框", "肥皂", "牙刷", "茶杯", "竹筷", "汤勺",
    "蒸笼", "火炉", "扫帚", "锄头", "镰刀", "扁担", "麻袋", "锯条",
    "云梯", "轮胎", "空调", "电脑", "相机", "钟表", "蜡烛", "鞭炮",
    "针线", "浴缸", "抽屉", "短裙", "草帽", "围巾", "棉袜", "布鞋",
    "纽扣", "皮靴", "项链", "耳环", "拐杖", "二胡", "笛声", "喇叭",
    "古筝", "舞蹈", "歌曲", "戏剧", "足球", "跳绳", "游泳", "课本",
    "铅笔", "直尺", "纸张", "信封", "日历", "词典", "圆规", "奖状",
    "国旗", "印章", "证件", "钱包", "卡车", "隧道", "港口", "卫星",
    "学校", "商店", "邮局", "工厂", "池塘", "寺庙", "宝塔", "城墙",
    "庭院", "砖瓦", "楼阁", "走廊", "集市", "饭馆", "客栈", "喷泉",
    "凉亭", "父母", "兄弟", "姐妹", "医生", "农民", "厨师", "渔夫",
    "将军", "邻居", "护士", "教练", "东方", "北京", "长江", "泰山",
    "西湖", "苏州", "牡丹", "玫瑰", "茉莉", "杜鹃", "百合", "海棠",
    "月季", "葵花", "枫叶", "梧桐", "银杉", "芦苇", "青苔", "薄荷",
    "人参", "早晨", "黄昏", "立春", "霜降", "除夕", "元宵", "红色",
    "蓝图", "紫砂", "灰尘", "橙汁", "墨绿", "快乐", "平安", "健康",
    "幸福", "吉祥", "如意", "勤劳", "勇敢", "诚实", "善良", "智慧",
    "团结", "友爱", "光荣", "胜利", "希望", "温暖", "礼貌", "感谢",
    "欢迎", "祝贺", "热闹", "整齐", "干净", "新鲜", "甜美", "聪明",
    "坚强", "耐心", "节约", "瓷器", "陶罐", "珍珠", "煤炭", "玻璃",
    "塑料", "橡胶", "钢筋", "弹簧", "开关", "按钮", "雷达", "播种",
    "插秧", "收割", "喂养", "放牧", "摘果", "育苗", "修渠", "铺路",
    "架桥", "挖井", "搬家", "拜年", "左边", "前进", "后退", "角落",
    "中央", "拳击", "射箭", "骑兵", "登高", "划船", "体操", "举重",
    "眉毛", "眼睛", "下巴", "肩膀", "膝盖", "脚趾", "腰带", "背影",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_words_share_a_character() {
        let characters: Vec<char> = WORDS.iter().flat_map(|word| word.chars()).collect();
        assert_eq!(characters.len(), 512, "each word has two characters");
        let different: HashSet<char> = characters.iter().copied().collect();
        assert_eq!(different.len(), 512);
    }

    #[test]
    fn a_fingerprint_has_the_words_of_its_first_six_bytes() {
        // "AAECAwT_" is base64url of the bytes 0, 1, 2, 3, 4, 255.
        let key: KeyId = format!("AAECAwT_{}", "A".repeat(35)).parse().expect("43 characters");
        assert_eq!(
            fingerprint_words(&key),
            [WORDS[0], WORDS[1], WORDS[2], WORDS[3], WORDS[4], WORDS[255]]
        );
    }

    #[test]
    fn keys_that_differ_in_their_first_characters_have_other_words() {
        let key = |first: &str| {
            format!("{first}{}", "x".repeat(42))
                .parse::<KeyId>()
                .expect("43 characters")
        };
        assert_ne!(fingerprint_words(&key("a")), fingerprint_words(&key("b")));
    }
}
