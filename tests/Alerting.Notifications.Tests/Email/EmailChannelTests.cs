using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.Email;
using Alerting.Notifications.Tests.Chats;
using Alerting.Subscriptions;
using MailKit.Security;
using MimeKit;
using SmtpServer.Protocol;
using Xunit;

namespace Alerting.Notifications.Tests.Email;

/// <summary>Through a real SMTP server, and read back with a library for mail.</summary>
public sealed class EmailChannelTests
{
    private static readonly SubscriptionChannel s_settings = new()
    {
        Type = SubscriptionChannel.Email,
        To = ["desk@example.org", "night@example.org"],
        Cc = ["hq@example.org"],
    };

    [Fact]
    public async Task A_mail_goes_encrypted_and_signed_in_and_says_it_all()
    {
        using var certificate = MailServer.Certificate();
        using var folder = new TemporaryDirectory();
        var trusted = folder.File("ca.pem");
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await using var server = MailServer.Start(certificate);
        await using var harness = await StartAsync(server, [
            ("User", MailServer.User), ("Password", MailServer.Password), ("CertificateAuthorities", trusted)]);

        Assert.Equal(new NotificationVerdict.Delivered(250), await harness.SendAsync(s_settings));

        Assert.Equal((true, true), Assert.Single(server.Sessions));
        var mail = Assert.Single(server.Received);
        Assert.Equal("Critical: Simultaneous assaults in Al Anbār (raised)", mail.Subject);
        Assert.Equal(["desk@example.org", "night@example.org"], mail.To.Mailboxes.Select(static mailbox => mailbox.Address));
        Assert.Equal(["hq@example.org"], mail.Cc.Mailboxes.Select(static mailbox => mailbox.Address));
        Assert.Equal("alerts@example.org", Assert.Single(mail.From.Mailboxes).Address);
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal(MessageImportance.High, mail.Importance);
        Assert.Contains("4 towns of Al Anbār were hit within 2 h (threshold 3).", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"{ChannelHarness.PublicUrl}/alerts/IQ-AN.simultaneous-assaults.7", mail.HtmlBody, StringComparison.Ordinal);
        var evidence = Assert.IsType<TextPart>(Assert.Single(mail.Attachments));
        Assert.Equal(("text/csv", "evidence.csv"), (evidence.ContentType.MimeType, evidence.FileName));
        Assert.Equal(
            ["incidentId,region,kind,town,occurredAt,killed,wounded,sources,latitude,longitude,summary,url",
             "wire-a:1,IQ-AN,armed-assault,Ramadi,2014-01-01T09:55:00Z,2,0,wire-a stringer-1,,,,"],
            evidence.Text.Split("\n", StringSplitOptions.RemoveEmptyEntries).Select(static line => line.TrimEnd('\r')));
    }

    [Fact]
    public async Task A_revision_is_the_same_mail_on_every_try_and_an_alert_is_one_thread()
    {
        await using var server = MailServer.Start();
        await using var harness = await StartAsync(server);
        var raised = ChannelHarness.Message();
        await harness.SendAsync(s_settings, raised);
        await harness.SendAsync(s_settings, raised);
        await harness.SendAsync(s_settings, ChannelHarness.Message(AlertSample.Alert(revision: 2, change: AlertChange.Cleared)));
        var mails = server.Received;
        Assert.Equal(3, mails.Count);
        Assert.Equal("IQ-AN.simultaneous-assaults.7.1.desk@example.org", mails[0].MessageId);
        Assert.Equal(mails[0].MessageId, mails[1].MessageId);
        Assert.NotEqual(mails[0].MessageId, mails[2].MessageId);
        Assert.All(mails, static mail => Assert.Equal(["IQ-AN.simultaneous-assaults.7.desk@example.org"], mail.References));
    }

    [Fact]
    public async Task A_test_says_so_and_arabic_goes_from_right_to_left()
    {
        await using var server = MailServer.Start();
        await using var harness = await StartAsync(server);
        await harness.SendAsync(s_settings with { Language = "ar" }, ChannelHarness.Test());
        var mail = Assert.Single(server.Received);
        Assert.StartsWith("[TEST] ", mail.Subject, StringComparison.Ordinal);
        Assert.Equal("true", mail.Headers["X-Alerting-Test"]);
        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_of_a_place_is_no_markup_no_formula_and_no_header()
    {
        await using var server = MailServer.Start();
        await using var harness = await StartAsync(server);
        var sample = AlertSample.Alert();
        var alert = sample with
        {
            Region = sample.Region with { Name = "A\r\nBcc: x@example.org <b>" },
            Explanation = "<script>alert(1)</script>",
            Evidence = [sample.Evidence[0] with { Town = "=HYPERLINK(\"http://x\")", Summary = "two, \"quoted\"\nlines" }],
        };
        await harness.SendAsync(s_settings, ChannelHarness.Message(alert));
        var mail = Assert.Single(server.Received);
        Assert.Empty(mail.Bcc);
        Assert.DoesNotContain("<script>", mail.HtmlBody, StringComparison.Ordinal);
        var table = Assert.IsType<TextPart>(Assert.Single(mail.Attachments)).Text;
        Assert.Contains("\"'=HYPERLINK(\"\"http://x\"\")\"", table, StringComparison.Ordinal);
        Assert.Contains("\"two, \"\"quoted\"\"", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_refused_is_told_and_the_others_have_the_mail()
    {
        await using var server = MailServer.Start(accepts: static address => address != "night@example.org");
        await using var harness = await StartAsync(server);
        var dead = Assert.IsType<NotificationVerdict.Permanent>(await harness.SendAsync(s_settings));
        Assert.Contains("night@example.org", dead.Reason, StringComparison.Ordinal);
        Assert.Contains("the others have the mail", dead.Reason, StringComparison.Ordinal);
        Assert.Single(server.Received);

        var nobody = s_settings with { To = ["night@example.org"], Cc = null };
        dead = Assert.IsType<NotificationVerdict.Permanent>(await harness.SendAsync(nobody));
        Assert.Contains("nobody can be reached", dead.Reason, StringComparison.Ordinal);
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task Five_hundred_is_dead_and_four_hundred_is_tried_again()
    {
        await using var server = MailServer.Start();
        await using var harness = await StartAsync(server);
        server.Answer = new SmtpResponse(SmtpReplyCode.TransactionFailed, "no spam");
        Assert.Equal(554, Assert.IsType<NotificationVerdict.Permanent>(await harness.SendAsync(s_settings)).StatusCode);
        server.Answer = new SmtpResponse(SmtpReplyCode.InsufficientStorage, "later");
        Assert.Equal(452, Assert.IsType<NotificationVerdict.Retry>(await harness.SendAsync(s_settings)).StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_certificate_and_a_server_that_is_away_are_tried_again()
    {
        using var certificate = MailServer.Certificate();
        using var folder = new TemporaryDirectory();
        var trusted = folder.File("ca.pem");
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        var server = MailServer.Start(certificate);
        await using (server)
        {
            await using var wrong = await StartAsync(server, [("User", "x"), ("Password", "y"), ("CertificateAuthorities", trusted)]);
            Assert.Contains("sign in", await FailureAsync(wrong), StringComparison.Ordinal);
            await using var untrusted = await StartAsync(server);
            Assert.Contains("TLS", await FailureAsync(untrusted), StringComparison.Ordinal);
            Assert.Empty(server.Received);
        }

        await using var away = await StartAsync(server);
        Assert.Contains("no connection", await FailureAsync(away), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mail.example.org", false, SecureSocketOptions.StartTls)]
    [InlineData("10.0.0.1", false, SecureSocketOptions.StartTls)]
    [InlineData("localhost.example.org", false, SecureSocketOptions.StartTls)]
    [InlineData("mail.example.org", true, SecureSocketOptions.SslOnConnect)]
    [InlineData("localhost", true, SecureSocketOptions.SslOnConnect)]
    [InlineData("localhost", false, SecureSocketOptions.StartTlsWhenAvailable)]
    [InlineData("127.0.0.1", false, SecureSocketOptions.StartTlsWhenAvailable)]
    [InlineData("::1", false, SecureSocketOptions.StartTlsWhenAvailable)]
    public void Beyond_this_machine_nothing_goes_without_tls(string host, bool isImplicit, SecureSocketOptions expected) =>
        Assert.Equal(expected, new SmtpOptions { Host = host, ImplicitTls = isImplicit }.Security);

    [Fact]
    public async Task Without_a_server_there_are_no_subscriptions_by_mail()
    {
        await using var harness = await ChannelHarness.StartAsync(more: new Dictionary<string, string?> { ["Alerting:Smtp:Host"] = null });
        Assert.Equal("$.channel.type", harness.Channels.Validate(s_settings)?.Path);
        Assert.IsType<NotificationVerdict.Retry>(await harness.SendAsync(s_settings));
    }

    [Fact]
    public void Options_are_checked()
    {
        var good = new SmtpOptions { Host = "mail.example.org", From = "Alerting <alerts@example.org>" };
        Assert.True(Validate(good));
        Assert.True(Validate(new()));
        Assert.False(Validate(new() { Host = "mail.example.org" }));
        Assert.False(Validate(new() { Host = "mail.example.org", From = "nobody" }));
        Assert.False(Validate(new() { Host = "mail.example.org", From = good.From, Port = 0 }));
        Assert.False(Validate(new() { Host = "mail.example.org", From = good.From, User = "x" }));
        Assert.False(Validate(new() { Host = "mail.example.org", From = good.From, CertificateAuthorities = "/nowhere.pem" }));
    }

    private static async Task<string> FailureAsync(ChannelHarness harness) =>
        Assert.IsType<NotificationVerdict.Retry>(await harness.SendAsync(s_settings)).Reason;

    private static bool Validate(SmtpOptions options) => new SmtpOptionsValidator().Validate(null, options).Succeeded;

    private static Task<ChannelHarness> StartAsync(MailServer server, (string Name, string Value)[]? more = null)
    {
        var settings = new Dictionary<string, string?> { ["Alerting:Smtp:Port"] = $"{server.Port}" };
        foreach (var (name, value) in more ?? [])
        {
            settings[$"Alerting:Smtp:{name}"] = value;
        }

        return ChannelHarness.StartAsync(more: settings);
    }
}
