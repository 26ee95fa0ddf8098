using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace Alerting.Notifications.Email;

/// <summary>
/// A connection to the mail server for one mail. An address that is refused for good does not keep the mail from the others; one that
/// is refused for now does, so that nobody gets it twice.
/// </summary>
internal sealed class SmtpSession : SmtpClient
{
    private readonly SmtpOptions _options;
    private readonly List<string> _refused = [];

    public SmtpSession(SmtpOptions options)
    {
        _options = options;
        CheckCertificateRevocation = false;
        if (options.CertificateAuthorities is { Length: > 0 } file)
        {
            ServerCertificateValidationCallback = (_, certificate, _, errors) => IsSignedBy(file, certificate, errors);
        }
    }

    /// <summary>Addresses that were refused for good, with what the server said.</summary>
    public IReadOnlyList<string> Refused => _refused;

    /// <summary>Connects and signs in.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await ConnectAsync(_options.Host!, _options.Port, _options.Security, cancellationToken).ConfigureAwait(false);
        if (_options.User is { Length: > 0 } user)
        {
            await AuthenticateAsync(user, _options.Password!, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        if ((int)response.StatusCode < 500)
        {
            base.OnRecipientNotAccepted(message, mailbox, response);
        }

        _refused.Add($"{mailbox.Address} ({(int)response.StatusCode} {response.Response})");
    }

    /// <summary>Nothing is sent then; what was refused is known.</summary>
    protected override void OnNoRecipientsAccepted(MimeMessage message) =>
        throw new SmtpCommandException(
            SmtpErrorCode.RecipientNotAccepted, SmtpStatusCode.MailboxUnavailable, $"nobody can be reached: {string.Join(", ", _refused)}");

    private static bool IsSignedBy(string file, X509Certificate? certificate, System.Net.Security.SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(System.Net.Security.SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(file);
        using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(presented);
    }
}
