using System.Reflection;

namespace Doorward.Platform.Postgres;

/// <summary>A part of Doorward that owns a PostgreSQL schema and the numbered migrations that make it.</summary>
/// <param name="Name">The module's name; also the name it has in <c>platform.migrations</c>.</param>
/// <param name="Assembly">The assembly that embeds <c>Migrations/NNNN-what.sql</c>.</param>
public sealed record Module(string Name, Assembly Assembly);
