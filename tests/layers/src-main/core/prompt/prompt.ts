import '../engine/engine.ts';
