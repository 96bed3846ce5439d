import { Module } from '@nestjs/common';
import { AuditChange } from '../audit/audit-change.js';
import { CreateKey } from './create-key.js';
import { StoresController } from './stores.controller.js';

@Module({ controllers: [StoresController], providers: [AuditChange, CreateKey] })
export class StoresModule {}
