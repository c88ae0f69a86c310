using Doorward.Testing;

namespace Doorward.Accounts.Tests.SignIn;

/// <summary>Somebody on the staff who signs in with a browser and a password.</summary>
internal sealed record Staff(Agency Agency, string Email, string Password, Browser Browser)
{
    public const string UsualPassword = "three otters knit quietly";

    /// <summary>Invited, and joined through the page behind the link.</summary>
    public static async Task<Staff> Joins(Agency agency, string role = "agent", string name = "Ana Costa")
    {
        var email = $"ana-{Guid.CreateVersion7():N}@{agency.Slug[..20]}.example";
        var invitation = await agency.Owner.Post("invitations", new { email, role });
        var browser = await new Browser(agency.Door).Open($"/invitation?token={(string)invitation.Body!["token"]!}");
        await browser.Submit("/invitation", ("name", name), ("new_password", UsualPassword));
        browser.Status.ShouldBe(303, browser.Page);
        return new Staff(agency, email, UsualPassword, browser);
    }

    /// <summary>The same person in another browser.</summary>
    public async Task<Browser> Elsewhere()
    {
        var browser = await new Browser(Agency.Door).SignIn(Email, Password);
        browser.Status.ShouldBe(303, browser.Page);
        return browser;
    }

    public async Task<Guid> Id() => await Agency.Door.Database.One<Guid>("SELECT person_id FROM accounts.passwords WHERE address = $1", Email);
}
