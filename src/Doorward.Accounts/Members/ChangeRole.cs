using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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

/// <summary>An owner makes somebody an owner, or an owner an agent.</summary>
internal sealed record ChangeRole(Guid MemberId, string Role, Caller By, string? Traceparent);

internal sealed record ChangeRoleRequest(
    [property: Description("What they will be.")]
    [property: AllowedValues("owner", "agent")] string? Role)
{
    public static ChangeRoleRequest Example { get; } = new("owner");
}

internal static class ChangeRoleEndpoint
{
    private static readonly Refusals Refusals = new(
        Owners.Only, Owners.Last, new Refusal("no_such_member", 404, "There is no such member of the staff."));

    public static void Map(IEndpointRouteBuilder members) => members
        .MapPatch("/{id:guid}", Handle)
        .RequireOwner()
        .Refuses(Refusals)
        .Takes(ChangeRoleRequest.Example)
        .Answers(new MemberAnswer(Member.Example with { Role = "owner" }))
        .WithName("changeRole")
        .WithSummary("Change a member's role")
        .WithDescription("Holds at once, and gives their sessions new cookies. An agency always keeps an owner.");

    private static async Task<Results<Ok<MemberAnswer>, ProblemHttpResult>> Handle(
        [Description("The person's id.")] Guid id, ChangeRoleRequest request, Caller caller, CommandBatcher<ChangeRole, Outcome<Member>> roles,
        CallerDirectory callers, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var role = errors.Line("role", request.Role, 20);
        if (role is not ("owner" or "agent" or ""))
        {
            errors.Add("role", "must be owner or agent.");
        }

        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var outcome = await roles.Submit(new ChangeRole(id, role, caller, DoorwardTelemetry.Traceparent), cancellation);
        callers.Forget();
        return outcome.Value is { } member ? TypedResults.Ok(new MemberAnswer(member)) : Refusals.Of(outcome.Code);
    }
}

internal sealed class ChangeRoleStatement : CommandStatement<ChangeRole, Outcome<Member>>
{
    public override string Text { get; } = Sql.Of<ChangeRole>();

    public override void Bind(Parameters parameters, IReadOnlyList<ChangeRole> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.MemberId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Role)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent);

    public override Outcome<Member> Read(NpgsqlDataReader row, ChangeRole command) =>
        row.GetString(1) is "changed" ? new("changed", Member.Read(row, 2)) : new(row.GetString(1), null);

    // Of one agency one at a time: who is the last owner cannot be decided between the rows of one statement.
    public override (Guid First, Guid Second) Alone(ChangeRole command) => (command.By.OrganizationId, default);

    public override Outcome<Member>? Violates(string constraint, ChangeRole command) =>
        constraint is "organizations_keep_an_owner" ? new("last_owner", null) : null;
}
