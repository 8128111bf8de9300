import 'node:fs';
import '../../src-main/core/ports.ts';
import '../models/models.ts';
