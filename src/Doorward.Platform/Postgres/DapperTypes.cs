using System.Data;
using System.Runtime.CompilerServices;
using Dapper;

namespace Doorward.Platform.Postgres;

/// <summary>Teaches Dapper our columns: snake_case names, and times as UTC <see cref="DateTimeOffset"/>.</summary>
internal sealed class DapperTypes : SqlMapper.TypeHandler<DateTimeOffset>
{
    public override DateTimeOffset Parse(object value) => value is DateTimeOffset time ? time : new DateTimeOffset((DateTime)value, TimeSpan.Zero);

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();

    // Dapper's maps are static; whoever touches this assembly must have them, whichever entry point they came by.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new DapperTypes());
    }
}
