/** Whether a connection failed, by the name that Node gives it, since the certificate of the other side is not to be trusted: trying again is of no use. */
export const isCertificateError = (code: string): boolean => CERTIFICATE.test(code);

const CERTIFICATE = /^(CERT_.+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.+|HOSTNAME_MISMATCH|ERR_TLS_CERT_.+)$/;

/** What the reader can do about it, on every cloud. */
export const CERTIFICATE_HINT = "Check the endpoint; if your network has certificates of its own, name their file in NODE_EXTRA_CA_CERTS.";
