import { Catch } from '@nestjs/common';
import type { ExceptionFilter, INestApplication } from '@nestjs/common';
import type { NestMicroservice } from '@nestjs/microservices';
import { throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { BusStrategy } from './bus.strategy.js';

/** Hands on what a handler threw: Nest's own filter would replace it by "Internal server error". */
@Catch()
class PassErrorsOn implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Makes an application with BusModule a member of its consumer group: initializes it, so that no handler runs before the
 * providers are ready, and joins. HTTP's pipes and filters do not apply to handlers of the bus: they could neither read an
 * event nor answer one.
 */
export async function connectBus(app: INestApplication): Promise<void> {
  await app.init();
  const microservice = app.connectMicroservice<{ strategy: BusStrategy }>(
    { strategy: app.get(BusStrategy) },
    { deferInitialization: true },
  ) as unknown as NestMicroservice;
  microservice.useGlobalFilters(new PassErrorsOn());
  // The application's own hooks have run; the microservice shares its providers and must not run them again.
  microservice.setIsInitHookCalled(true);
  await app.startAllMicroservices();
}
