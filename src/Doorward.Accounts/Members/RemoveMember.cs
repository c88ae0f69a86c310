using System.ComponentModel;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Accounts.Members;

/// <summary>Somebody leaves the staff: by their own will, or because an owner removes them. The row stays, slots and the log speak of it.</summary>
internal sealed record RemoveMember(Guid MemberId, Caller By, string? Traceparent);

internal static class RemoveMemberEndpoints
{
    private static readonly Refusal NoLonger = new("no_longer_staff", 403, "You are no longer a member of this agency.");

    private static readonly Refusals Removing = new(
        Owners.Only, Owners.Last, NoLonger, new Refusal("no_such_member", 404, "There is no such member of the staff."));

    private static readonly Refusals Leaving = new(Owners.Last, NoLonger);

    public static void Map(IEndpointRouteBuilder members)
    {
        members.MapDelete("/{id:guid}", Remove)
            .RequireOwner()
            .Refuses(Removing)
            .WithName("removeMember")
            .WithSummary("Remove a member")
            .WithDescription("Ends their rights at once, on every node. Their open slots are cancelled; visits that are booked with them stay, "
                + "see listUnattendedSlots. An agency always keeps an owner.");
        members.MapDelete("/me", Leave)
            .RequireStaff()
            .NotForKeys()
            .Refuses(Leaving)
            .WithName("leaveOrganization")
            .WithSummary("Leave the agency")
            .WithDescription("Ends one's own rights at once. The last owner must make somebody else an owner first.");
    }

    private static Task<Results<NoContent, ProblemHttpResult>> Remove(
        [Description("The person's id.")] Guid id, Caller caller, CommandBatcher<RemoveMember, Outcome<Done>> members, CallerDirectory callers,
        CancellationToken cancellation) => End(id, caller, members, callers, cancellation);

    private static Task<Results<NoContent, ProblemHttpResult>> Leave(
        Caller caller, CommandBatcher<RemoveMember, Outcome<Done>> members, CallerDirectory callers, CancellationToken cancellation) =>
        End(caller.PersonId, caller, members, callers, cancellation);

    private static async Task<Results<NoContent, ProblemHttpResult>> End(
        Guid member, Caller caller, CommandBatcher<RemoveMember, Outcome<Done>> members, CallerDirectory callers, CancellationToken cancellation)
    {
        var outcome = await members.Submit(new RemoveMember(member, caller, DoorwardTelemetry.Traceparent), cancellation);
        callers.Forget();
        return outcome.Value is not null ? TypedResults.NoContent() : Removing.Of(outcome.Code);
    }
}

internal sealed class RemoveMemberStatement(TimeProvider time) : CommandStatement<RemoveMember, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<RemoveMember>();

    public override void Bind(Parameters parameters, IReadOnlyList<RemoveMember> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.MemberId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, RemoveMember command) =>
        new(row.GetString(1), row.GetString(1) is "left" ? Done.It : null);

    // Of one agency one at a time: who is the last owner cannot be decided between the rows of one statement.
    public override (Guid First, Guid Second) Alone(RemoveMember command) => (command.By.OrganizationId, default);

    public override Outcome<Done>? Violates(string constraint, RemoveMember command) =>
        constraint is "organizations_keep_an_owner" ? new("last_owner", null) : null;
}
