//! Why a call brought no answer of the server's: one variant for each cause that a person can do something about.

use thiserror::Error as ThisError;

/// No whole answer of the server's arrived. Whether the server acted on the request is not known.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum TransportError {
    /// No connection: no signal, no such host, nobody listening.
    #[error("no connection")]
    Unreachable,
    /// No whole answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The connection broke under way.
    #[error("the connection broke")]
    Cut,
    /// The answer is longer than its call allows.
    #[error("the answer is too large")]
    TooLarge,
    /// What answered over TLS does not have the trusted certificate: nothing was sent to it.
    #[error("the certificate is not trusted: {0}")]
    WrongCertificate(CertificateFault),
    /// What answered does not speak the protocol.
    #[error("something else than the server answered")]
    NotTheServer,
    /// A page for people answered: a network that wants its users to sign in first (also status 511).
    #[error("the network's sign-in page answered")]
    SignInPage,
    /// The call was sent on to this address (3xx), which is not the enrolled one. It was not followed.
    #[error("redirected to {to}")]
    Redirected {
        /// Scheme, host and, where it is not the usual one, port.
        to: String,
    },
    /// As `Redirected`, to the enrolled host over https: the township has moved its address.
    #[error("redirected to {to}: the address has become https")]
    MovedToHttps {
        /// The address as it should be written.
        to: String,
    },
    /// A status that the server did not word: a proxy, a firewall or a gateway answered in its place.
    #[error("status {status} from something else than the server")]
    Answered {
        /// The status code.
        status: u16,
    },
    /// `HEAD` and `PATCH` do not pass, nor do they as `POST` with `X-HTTP-Method-Override`.
    #[error("the methods HEAD and PATCH do not pass, neither does their override")]
    MethodRefused,
    /// A header that the protocol needs did not come through, or not as it was sent.
    #[error("the header {header} did not come through")]
    Stripped {
        /// Its name.
        header: &'static str,
    },
    /// What was sent arrived changed, again and again.
    #[error("what was sent arrived damaged")]
    Damaged,
    /// The answer's body is encoded (`Content-Encoding`), which was not asked for.
    #[error("the answer was encoded on the way")]
    Transformed,
    /// The network's proxy wants a user name and a password, or other ones (407).
    #[error("the proxy wants a user name and a password")]
    ProxyPassword,
    /// The network's proxy cannot be reached.
    #[error("the proxy cannot be reached")]
    ProxyUnreachable,
    /// The network's proxy does not connect to the server (its answer to `CONNECT`).
    #[error("the proxy does not connect to the server")]
    ProxyRefused,
    /// The server is busy (429, 503) or failed (5xx).
    #[error("the server is busy")]
    Busy,
}

/// What is wrong with a certificate. All but `OtherKey` are of certificates that public roots should have issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum CertificateFault {
    /// Its key is another than the pinned one.
    #[error("its key is another than the enrolled one")]
    OtherKey,
    /// It begins later than this device's clock.
    #[error("it is not valid yet by this device's clock")]
    NotYetValid,
    /// It ended before this device's clock.
    #[error("it has expired by this device's clock")]
    Expired,
    /// It is for another name than the address.
    #[error("it is for another name")]
    OtherName,
    /// No root that this device trusts issued it.
    #[error("no authority that this device knows stands behind it")]
    UnknownAuthority,
    /// Anything else: it is damaged, revoked, or not for servers.
    #[error("it cannot be used")]
    Unusable,
}
