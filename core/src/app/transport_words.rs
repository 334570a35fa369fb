//! Why the township is not reached, in words that name the cause and what to do (docs/protocol.md, "Roads that are not
//! ours"). Each is a part of a sentence, without its full stop.

use super::Text;
use crate::error::{CertificateFault, TransportError};

/// What the cadre is told of a road that broke.
pub(super) fn transport_words(broke: &TransportError) -> Text {
    match broke {
        TransportError::Unreachable => Text::new(
            "连不上镇里：看看有没有信号",
            "The township cannot be reached: look for a signal",
        ),
        TransportError::TimedOut => Text::new("信号太慢，镇里没有及时回答", "The road is slow: no answer came in time"),
        TransportError::Cut => Text::new("信号断了", "The connection broke"),
        TransportError::WrongCertificate(fault) => certificate_words(*fault).1,
        TransportError::TooLarge | TransportError::NotTheServer => Text::new(
            "回答的不是镇里的服务器，请换一个网络",
            "Something else than the township's server answered: try another network",
        ),
        TransportError::SignInPage => Text::new(
            "这个网络要先登录：请打开浏览器登录，或改用手机流量",
            "This network wants you to sign in first: open a browser, or use mobile data",
        ),
        TransportError::Redirected { to } => Text::new(
            format!("这个网络把手机转到了 {to}：要登录就用浏览器登录，或改用手机流量；换了网络还这样，就告诉镇里"),
            format!(
                "This network sends the phone to {to}: sign in there with a browser, or use mobile data; if it stays so, tell \
                 the township"
            ),
        ),
        TransportError::MovedToHttps { to } => Text::new(
            format!("镇里的地址改成了 {to}：请向镇里要一张新的登记码"),
            format!("The township's address has become {to}: ask it for a new enrolment code"),
        ),
        TransportError::Answered { status } => answered(*status),
        TransportError::MethodRefused => Text::new(
            "路上的防火墙不让传照片：请换一个网络；还这样，就告诉镇里（要放行 POST）",
            "A firewall does not let photos pass: try another network; if it stays so, tell the township (POST must pass)",
        ),
        TransportError::Stripped { header } => Text::new(
            format!("路上的代理去掉或改动了请求（{header}）：请换一个网络；还这样，就告诉镇里"),
            format!(
                "A proxy took something out of the call or changed it ({header}): try another network; if it stays so, tell the township"
            ),
        ),
        TransportError::Damaged => Text::new(
            "照片在路上被改坏了：请换一个网络；还这样，就告诉镇里",
            "Something on the road damages the photos: try another network; if it stays so, tell the township",
        ),
        TransportError::Transformed => Text::new(
            "路上的代理改动了镇里的回答：请换一个网络；还这样，就告诉镇里",
            "A proxy changed the township's answer: try another network; if it stays so, tell the township",
        ),
        TransportError::ProxyPassword => Text::new(
            "这个网络的代理要用户名和密码（407）：请改用手机流量，或找管网络的人放行",
            "This network's proxy wants a user name and a password (407): use mobile data, or ask who runs the network",
        ),
        TransportError::ProxyUnreachable => Text::new(
            "连不上这个网络设置的代理：请看 Wi-Fi 设置里的代理，或改用手机流量",
            "The proxy set for this network cannot be reached: look at it in the Wi-Fi settings, or use mobile data",
        ),
        TransportError::ProxyRefused => Text::new(
            "这个网络的代理不肯连到镇里：请改用手机流量，或找管网络的人放行",
            "This network's proxy does not connect to the township: use mobile data, or ask who runs the network",
        ),
        TransportError::Busy => Text::new("镇里的服务器正忙", "The township's server is busy"),
    }
}

/// A status that the server did not word.
fn answered(status: u16) -> Text {
    let (zh, en) = match status {
        401 | 403 => (
            "路上的防火墙或代理不让通过",
            "A firewall or a proxy does not let the call pass",
        ),
        405 | 501 => (
            "路上的防火墙不让这种请求通过",
            "A firewall does not let this kind of call pass",
        ),
        413 => ("路上的代理嫌传的东西太大", "A proxy finds what is sent too large"),
        421 => ("路上的代理把请求送错了地方", "A proxy took the call to the wrong place"),
        426 => ("路上的代理要求换一种连接方式", "A proxy asks for another protocol"),
        431 => (
            "路上的代理嫌请求的开头太长",
            "A proxy finds the head of the call too long",
        ),
        500..=599 => (
            "镇里服务器前面的代理连不上它，过一会儿会自己再试",
            "The proxy before the township's server does not reach it; it is tried again",
        ),
        _ => (
            "回答的不是镇里的服务器",
            "Something else than the township's server answered",
        ),
    };
    let (zh_then, en_then) = match status {
        500..=599 => ("", ""),
        _ => (
            "：请换一个网络；还这样，就告诉镇里",
            ": try another network; if it stays so, tell the township",
        ),
    };
    Text::new(
        format!("{zh}（{status}）{zh_then}"),
        format!("{en} ({status}){en_then}"),
    )
}

/// What the cadre is told of a certificate: a stable code, and words.
pub(super) fn certificate_words(fault: CertificateFault) -> (&'static str, Text) {
    let (code, zh, en) = match fault {
        CertificateFault::NotYetValid => (
            "certificate_not_yet_valid",
            "手机的日期慢了，镇里服务器的证书还没到开始的日子：请把手机的日期和时间改成自动",
            "The township's certificate is not valid yet by this phone's date: set the phone's date and time to automatic",
        ),
        CertificateFault::Expired => (
            "certificate_expired",
            "镇里服务器的证书过期了：先看手机的日期对不对；日期是对的，就告诉镇里换证书",
            "The township's certificate has expired: look whether the phone's date is right; if it is, tell the township to \
             renew it",
        ),
        CertificateFault::OtherName => (
            "certificate_other_name",
            "回答的服务器，证书上是别的名字：请换一个网络；还这样，就告诉镇里",
            "What answered has a certificate for another name: try another network; if it stays so, tell the township",
        ),
        CertificateFault::UnknownAuthority => (
            "wrong_certificate",
            "回答的服务器，证书是谁发的手机认不得：请换一个网络；还这样，就告诉镇里",
            "No authority that this phone knows stands behind the certificate of what answered: try another network; if it stays so, \
             tell the township",
        ),
        CertificateFault::OtherKey => (
            "wrong_certificate",
            "连到的不是镇里的服务器（证书不是登记时的那一张）：请换一个网络；还这样，就告诉镇里",
            "What answered is not the township's server (its certificate is another than at enrolment): try another network; \
             if it stays so, tell the township",
        ),
        CertificateFault::Unusable => (
            "wrong_certificate",
            "回答的服务器，证书不能用：请换一个网络；还这样，就告诉镇里",
            "The certificate of what answered cannot be used: try another network; if it stays so, tell the township",
        ),
    };
    (code, Text::new(zh, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<TransportError> {
        let mut all = vec![
            TransportError::Unreachable,
            TransportError::TimedOut,
            TransportError::Cut,
            TransportError::NotTheServer,
            TransportError::SignInPage,
            TransportError::Redirected {
                to: "http://login.hotel".into(),
            },
            TransportError::MovedToHttps {
                to: "https://ruhu.example".into(),
            },
            TransportError::MethodRefused,
            TransportError::Stripped {
                header: "Authorization",
            },
            TransportError::Damaged,
            TransportError::Transformed,
            TransportError::ProxyPassword,
            TransportError::ProxyUnreachable,
            TransportError::ProxyRefused,
            TransportError::Busy,
        ];
        all.extend([401, 405, 413, 418, 421, 426, 431, 502].map(|status| TransportError::Answered { status }));
        all.extend(
            [
                CertificateFault::OtherKey,
                CertificateFault::NotYetValid,
                CertificateFault::Expired,
                CertificateFault::OtherName,
                CertificateFault::UnknownAuthority,
                CertificateFault::Unusable,
            ]
            .map(TransportError::WrongCertificate),
        );
        all
    }

    #[test]
    fn each_cause_has_a_sentence_of_its_own_in_both_languages() {
        let words: Vec<Text> = all().iter().map(transport_words).collect();
        for (at, text) in words.iter().enumerate() {
            assert!(!text.zh.ends_with('。') && !text.en.ends_with('.'), "{text:?}");
            assert!(!text.zh.contains([',', ';', '(', '?', '!']), "half-width: {text:?}");
            for other in &words[..at] {
                assert!(text.zh != other.zh && text.en != other.en, "{text:?}");
            }
        }
    }

    #[test]
    fn a_certificates_words_always_name_it() {
        for fault in [
            CertificateFault::OtherKey,
            CertificateFault::NotYetValid,
            CertificateFault::Expired,
        ] {
            assert!(certificate_words(fault).1.zh.contains("证书"), "{fault:?}");
        }
    }
}
