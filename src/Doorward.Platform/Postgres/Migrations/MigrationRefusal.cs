namespace Doorward.Platform.Postgres.Migrations;

/// <summary>The database and the program do not fit together; the message says what to do.</summary>
public sealed class MigrationRefusal(string message) : Exception(message);
