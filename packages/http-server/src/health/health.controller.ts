import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Health } from './health.js';

/** The two probes of an orchestrator: whether to restart this process, and whether to send it traffic. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get('healthcheck')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const readiness = await this.health.readiness();
    await reply.code(readiness.status === 'ready' ? 200 : 503).send(readiness);
  }
}
