using System.Text.Json;
using Doorward.GraphQL;
using Doorward.Platform.Postgres;
using Doorward.Support.Graph;
using Npgsql;

namespace Doorward.Support.Dashboard;

/// <summary>How the desk is doing.</summary>
internal sealed record DashboardStats(
    IReadOnlyList<StatusCount> Drafts, IReadOnlyList<StatusCount> Conversations, IReadOnlyList<DayCount> Throughput, double? MedianSecondsToReply,
    double? OldestWaitingSeconds)
{
    private static readonly string Text = Sql.Of<DashboardStats>();

    public static GraphDefinition Bind(GraphDefinition graph) => graph.Query("dashboardStats", Find);

    private static async Task<DashboardStats> Find(int days, Viewer viewer, NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation)
    {
        var organization = viewer.Staff.OrganizationId;
        if (days is < 1 or > 90)
        {
            throw new RefusalException(GraphQLErrorCodes.BadUserInput, "days must be from 1 to 90.");
        }

        var now = time.GetUtcNow();
        var from = new DateTimeOffset(now.Date, TimeSpan.Zero).AddDays(1 - days);
        return (await database.One(Text, Read, cancellation, Reads.Is(organization), Reads.Is(from), Reads.Is(now)))!;
    }

    private static DashboardStats Read(NpgsqlDataReader row) => new(
        List<StatusCount>(row, 0), List<StatusCount>(row, 1), List<DayCount>(row, 2), row.IsDBNull(3) ? null : row.GetDouble(3), row.IsDBNull(4) ? null : row.GetDouble(4));

    private static List<T> List<T>(NpgsqlDataReader row, int at) => JsonSerializer.Deserialize<List<T>>(row.GetString(at), JsonSerializerOptions.Web)!;
}

/// <summary>How many there are of a status.</summary>
internal sealed record StatusCount(string Status, int Count);

/// <summary>What was done on a day.</summary>
internal sealed record DayCount(string Day, int Messages, int Replies, int Approved);
