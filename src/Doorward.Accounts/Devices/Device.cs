using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace Doorward.Accounts.Devices;

/// <summary>An app that a person can be pushed to. Its token is not shown again: whoever has it can push.</summary>
internal sealed record Device(
    [property: Description("The device's id.")] Guid Id,
    [property: Description("What it runs on.")]
    [property: AllowedValues("android", "ios", "web")] string Platform,
    [property: Description("When it was registered, by whoever has it now.")] DateTimeOffset RegisteredAt)
{
    public static Device Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c50"), "android", new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));

    /// <summary>From three columns in the order of the fields.</summary>
    public static Device Read(NpgsqlDataReader row, int at) => new(row.GetGuid(at), row.GetString(at + 1), row.GetFieldValue<DateTimeOffset>(at + 2));
}

/// <summary>One device.</summary>
internal sealed record DeviceAnswer([property: Description("The device.")] Device Device);
