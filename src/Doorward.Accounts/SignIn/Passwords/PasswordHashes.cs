using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Doorward.Accounts.SignIn.Passwords;

/// <summary>
/// ASP.NET Core Identity's hasher (PBKDF2 with HMAC-SHA-512), no more of them at once than there are processors: each takes a good part of a
/// second of one, and who tries passwords must not take them all from everybody else.
/// </summary>
internal sealed class PasswordHashes : IDisposable
{
    // OWASP's advice for this function.
    private const int Iterations = 210_000;

    private readonly PasswordHasher<PasswordHashes> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly SemaphoreSlim _processors = new(Environment.ProcessorCount);
    private readonly Task<string> _ofNobody;

    // Made while the program starts, so that neither the start nor the first stranger waits for it.
    public PasswordHashes() => _ofNobody = Task.Run(() => _hasher.HashPassword(this, Guid.CreateVersion7().ToString()));

    public async Task<string> Of(string password, CancellationToken cancellation) => await InTurn(() => _hasher.HashPassword(this, password), cancellation);

    /// <summary>Whether it is the password. Of somebody who has none, or does not exist, it is not, after the same work.</summary>
    public async Task<bool> Matches(string? hash, string password, CancellationToken cancellation) =>
        await Verify(hash ?? await _ofNobody, password, cancellation) is not PasswordVerificationResult.Failed && hash is not null;

    public void Dispose() => _processors.Dispose();

    private Task<PasswordVerificationResult> Verify(string hash, string password, CancellationToken cancellation) =>
        InTurn(() => _hasher.VerifyHashedPassword(this, hash, password), cancellation);

    private async Task<T> InTurn<T>(Func<T> work, CancellationToken cancellation)
    {
        await _processors.WaitAsync(cancellation);
        try
        {
            return await Task.Run(work, cancellation);
        }
        finally
        {
            _processors.Release();
        }
    }
}
