import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '@sixpence/schemas';
import { isIP } from 'node:net';

/**
 * The mailbox asks for no password, since it is reached from its own machine only. A page from elsewhere could have its own
 * domain name lead to this machine (DNS rebinding) and read along; it cannot have a number or `localhost` for a name.
 */
@Injectable()
export class MailboxGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: { host?: string } }>();
    const host = URL.parse(`http://${headers.host ?? ''}`)?.hostname.replace(/^\[|\]$/g, '') ?? '';
    if (host === 'localhost' || isIP(host) !== 0) return true;
    throw new DomainError('forbidden', 'The mailbox is read under the address of this machine');
  }
}
