namespace Doorward.Accounts.Notices.Mail.Smtp;

/// <summary>How a connection is protected.</summary>
internal enum SmtpSecurity
{
    /// <summary>TLS from the first byte (RFC 8314), usually port 465.</summary>
    Tls,

    /// <summary>TLS after STARTTLS (RFC 3207), usually port 587; without it nothing is said.</summary>
    StartTls,

    /// <summary>In the clear.</summary>
    None,
}

/// <summary>A server that takes mail from us.</summary>
/// <param name="TrustedRoots">A PEM file of roots that its certificate may come from beside the machine's own; null for none.</param>
public sealed record SmtpServer(string Host, int Port, string Security, string? User, string? Password, string? TrustedRoots)
{
    internal SmtpSecurity Protection => Security switch { "tls" => SmtpSecurity.Tls, "none" => SmtpSecurity.None, _ => SmtpSecurity.StartTls };

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
