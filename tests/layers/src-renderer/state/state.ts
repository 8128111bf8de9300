import '../app/app.ts';
import '../models/models.ts';
