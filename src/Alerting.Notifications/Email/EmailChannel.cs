using System.Globalization;
using System.Net.Sockets;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;
using Alerting.Notifications.Webhooks;
using Alerting.Reports;
using Alerting.Subscriptions;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace Alerting.Notifications.Email;

/// <summary>Sends mails by the operator's server.</summary>
internal sealed class EmailChannel(
    IOptions<SmtpOptions> server, IOptions<WebhookOptions> limits, MessageTexts texts, TimeProvider clock) : INotificationChannel
{
    private const int Accepted = 250;

    public string Type => SubscriptionChannel.Email;

    public IReadOnlyList<string> Members => EmailSettings.Members;

    public Fault? Validate(SubscriptionChannel settings) => EmailSettings.Validate(settings)
        ?? (server.Value.IsSet ? null
            : ChannelMembers.Invalid($"This server sends no mail: its operator has set no {SmtpOptions.Section}:Host.", "type"));

    /// <summary>Where it leads, the operator says.</summary>
    public Task<Fault?> CheckTargetAsync(SubscriptionChannel settings, CancellationToken cancellationToken) =>
        Task.FromResult<Fault?>(null);

    /// <summary>It has no secrets: those of the server are the operator's.</summary>
    public (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present) =>
        (settings, null);

    public string ReceiverOf(SubscriptionChannel settings) => $"smtp:{server.Value.Host}:{server.Value.Port}";

    public async Task<NotificationVerdict> SendAsync(
        SubscriptionChannel settings, NotificationMessage message, CancellationToken cancellationToken)
    {
        if (!server.Value.IsSet)
        {
            return new NotificationVerdict.Retry(null, $"this server sends no mail: {SmtpOptions.Section}:Host is not set");
        }

        using var timeout = new CancellationTokenSource(limits.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var mail = EmailMessage.Of(
                settings, server.Value.From!, message, texts.Render(message, settings.Language), clock.GetUtcNow());
            using var session = new SmtpSession(server.Value);
            await OpenAsync(session, either.Token).ConfigureAwait(false);
            await session.SendAsync(mail, either.Token).ConfigureAwait(false);
            if (session.Refused.Count > 0)
            {
                return new NotificationVerdict.Permanent(
                    550, $"the mail server refused {string.Join(", ", session.Refused)}; the others have the mail");
            }

            return new NotificationVerdict.Delivered(Accepted);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new NotificationVerdict.Retry(null, timeout.IsCancellationRequested
                ? $"no answer of the mail server within {Seconds(limits.Value.Timeout)} s"
                : $"no connection to the mail server within {Seconds(limits.Value.ConnectTimeout)} s");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return Judge(failure);
        }
    }

    private async Task OpenAsync(SmtpSession session, CancellationToken cancellationToken)
    {
        using var connecting = new CancellationTokenSource(limits.Value.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(connecting.Token, cancellationToken);
        await session.OpenAsync(either.Token).ConfigureAwait(false);
    }

    /// <summary>
    /// What the server says for good of addresses or of the mail is so; what it says of the sender or of who signs in, the operator can
    /// put right.
    /// </summary>
    private static NotificationVerdict Judge(Exception failure) => failure switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted } refused
            when (int)refused.StatusCode >= 500 =>
            new NotificationVerdict.Permanent((int)refused.StatusCode, $"the mail server refused the mail: {refused.Message}"),
        SmtpCommandException command => new NotificationVerdict.Retry(
            (int)command.StatusCode, $"the mail server answered {(int)command.StatusCode}: {command.Message}"),
        AuthenticationException => new NotificationVerdict.Retry(
            null, $"the mail server did not let this server sign in: {failure.Message}"),
        SslHandshakeException => new NotificationVerdict.Retry(null, "the TLS handshake with the mail server failed"),
        NotSupportedException => new NotificationVerdict.Retry(null, $"the mail server does not offer what is needed: {failure.Message}"),
        SocketException { SocketErrorCode: var code } => new NotificationVerdict.Retry(null, $"no connection to the mail server ({code})"),
        _ => new NotificationVerdict.Retry(null, $"the attempt failed: {failure.GetType().Name}: {failure.Message}"),
    };

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
