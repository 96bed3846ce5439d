import { describe } from 'vitest';
import { startStandalone } from '../standalone.js';
import { paymentStory } from './payment-story.js';

describe('the first payment', () => paymentStory(() => startStandalone()));
