using System.Net;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Alerting.Notifications.Email;

/// <summary>Configuration section <c>Alerting:Smtp</c>: the server that takes the mails of all subscriptions.</summary>
public sealed class SmtpOptions
{
    /// <summary>Where configuration has these options.</summary>
    public const string Section = "Alerting:Smtp";

    /// <summary>Name or address of the server. Not set: there is no mail.</summary>
    public string? Host { get; set; }

    /// <summary>1..65,535. Default 587, that of submission.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Whether the connection begins with TLS, as on port 465, instead of with STARTTLS. Default false.</summary>
    public bool ImplicitTls { get; set; }

    /// <summary>
    /// PEM file of certificates by which the server's has to be signed. Not set: those that the system trusts.
    /// </summary>
    public string? CertificateAuthorities { get; set; }

    /// <summary>Name by which it signs in. Not set: it does not.</summary>
    public string? User { get; set; }

    /// <summary>What goes with it.</summary>
    public string? Password { get; set; }

    /// <summary>The sender, such as <c>Alerting &lt;alerts@example.org&gt;</c>; required with a host.</summary>
    public string? From { get; set; }

    /// <summary>Whether mails can be sent.</summary>
    internal bool IsSet => !string.IsNullOrEmpty(Host);

    /// <summary>How the connection is encrypted: always, unless the server is this machine and offers nothing.</summary>
    internal SecureSocketOptions Security => ImplicitTls ? SecureSocketOptions.SslOnConnect
        : IsLoopback ? SecureSocketOptions.StartTlsWhenAvailable
        : SecureSocketOptions.StartTls;

    private bool IsLoopback => string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));
}

internal sealed class SmtpOptionsValidator : IValidateOptions<SmtpOptions>
{
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        if (!options.IsSet)
        {
            return ValidateOptionsResult.Success;
        }

        var failures = new List<string>();
        if (options.Port is < 1 or > 65_535)
        {
            failures.Add($"{SmtpOptions.Section}:Port must be between 1 and 65,535.");
        }

        if (!MailboxAddress.TryParse(options.From ?? "", out var from) || !EmailSettings.IsAddress(from.Address))
        {
            failures.Add($"{SmtpOptions.Section}:From must be an address such as 'Alerting <alerts@example.org>'.");
        }

        if (string.IsNullOrEmpty(options.User) != string.IsNullOrEmpty(options.Password))
        {
            failures.Add($"{SmtpOptions.Section}:User and Password belong together.");
        }

        if (options.CertificateAuthorities is { Length: > 0 } file && !File.Exists(file))
        {
            failures.Add($"{SmtpOptions.Section}:CertificateAuthorities: there is no file '{file}'.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
