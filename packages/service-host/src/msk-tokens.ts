/** A new one is made that long before the old one's end, so that none ends on its way. */
const RENEW_BEFORE_MS = 60_000;

/** A token and when it ends, in milliseconds since 1970. */
interface Token {
  readonly token: string;
  readonly expiryTime: number;
}

/**
 * Logins of AWS MSK's IAM: a presigned URL for kafka-cluster:Connect, signed with whatever AWS's own chain of credentials finds
 * (variables, a profile, a role of the pod or the machine). It lives for 15 minutes and is kept until shortly before. AWS's
 * library is loaded with the first one.
 */
export function mskTokens(region: string): () => Promise<string> {
  let known: Token | undefined;
  let signing: Promise<Token> | undefined;
  return async () => {
    if (known !== undefined && known.expiryTime - RENEW_BEFORE_MS > Date.now()) return known.token;
    signing ??= sign(region).finally(() => (signing = undefined));
    known = await signing;
    return known.token;
  };
}

async function sign(region: string): Promise<Token> {
  const { generateAuthToken } = await import('aws-msk-iam-sasl-signer-js');
  try {
    return await generateAuthToken({ region });
  } catch (cause) {
    throw new Error('AWS gave no credentials to log in to Kafka with', { cause });
  }
}
