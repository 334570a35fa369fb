//! The township's "no", in words: its codes (docs/protocol.md) for a Chinese reader, its own message for an English one.

use super::Text;

/// Why the township did not take something, as a part of a sentence.
pub(super) fn refused(code: &str, message: &str) -> Text {
    let zh = match code {
        "no_such_code" => "没有这个登记码，请对着登记单再看一遍",
        "code_used" => "这个登记码已经用过，请镇里再给一张",
        "code_expired" => "登记码过期了（七天内有效），请镇里再给一张",
        "key_taken" => "这台手机以前登记的是别人，请重新开始登记",
        "another_server" => "登记码是另一台服务器给的，请找镇里核对",
        "another_township" => "这条记录是写给别的镇的",
        "revoked_key" => "写下它的那台手机被镇里停用了，请镇里恢复，再点“再试一次”",
        "unknown_key" => "镇里不认得写下它的那台手机，请告诉镇里",
        "phone_revoked" => "镇里停用了这台手机，请告诉镇里手机在您手上",
        "bad_signature" | "wrong_key" | "bad_chain" => "签名对不上，请告诉镇里的管理员",
        "not_a_jws" | "wrong_header" | "not_json" | "not_a_record" | "reserved_claim" => {
            "镇里的服务器看不懂这条，可能要更新入户"
        }
        "too_large" | "size_differs" => "太大，或者大小对不上",
        "not_a_jpeg" | "bad_metadata" => "这不是能用的照片",
        "hash_differs" => "传到镇里总是不一样",
        "erased" => "这一家的资料已经依法删除，不再接收",
        "too_many_tries" => "试的次数太多，请过一会儿再试",
        "too_many_uploads" | "busy" | "try_later" | "server_fault" => "镇里的服务器正忙",
        "quota_full" => "镇里给照片留的地方用完了，请告诉镇里；手机里的都留着",
        "server_full" => "镇里的服务器存满了，请告诉镇里；手机里的都留着",
        "no_app" => "这个版本镇里已经不发了，请再看一次有没有新版",
        "no_such_path" | "no_such_method" | "tus_version" => "镇里的服务器版本不一样，请告诉镇里",
        // A later server's code: the township can look it up.
        _ => return Text::new(format!("镇里没有接收（代号 {code}）"), message),
    };
    Text::new(zh, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_a_later_server_is_told_and_no_english_stands_in_a_chinese_sentence() {
        let new = refused("flood_of_frogs", "frogs fell");
        assert_eq!(new, Text::new("镇里没有接收（代号 flood_of_frogs）", "frogs fell"));
        let known = refused("code_used", "this code was used before");
        assert!(!known.zh.chars().any(|c| c.is_ascii_alphabetic()));
    }
}
