using Alerting.Server.Starting;
using Xunit;

namespace Alerting.Server.Tests.Starting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("demmo", "'demo'")]
    [InlineData("--Alerting:Retension=P1D", "'--Alerting:Retention'")]
    [InlineData("--Alerting:Cluster:SiloProt=1", "'--Alerting:Cluster:SiloPort'")]
    [InlineData("--acept-loss", "'--accept-loss'")]
    [InlineData("--url=http://127.0.0.1:1", "'--urls'")]
    [InlineData("--Alerting:Redis:AcceptLost=true", "'--Alerting:Redis:AcceptLoss'")]
    [InlineData("something-else-altogether", "--help")]
    public void What_is_not_known_is_refused_with_what_was_most_likely_meant(string argument, string hint)
    {
        var fault = CommandLine.Parse([argument]).Fault;

        Assert.Contains(argument, fault, StringComparison.Ordinal);
        Assert.Contains(hint, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls=http://127.0.0.1:1")]
    [InlineData("--urls", "http://127.0.0.1:1")]
    [InlineData("--alerting:datadirectory=./x")]
    [InlineData("Alerting:DataDirectory=./x")]
    [InlineData("--Alerting:Redis=127.0.0.1:1", "--Alerting:Redis:AcceptLoss=true")]
    [InlineData("--Alerting:Webhooks:AllowedTargets:0=10.0.0.0/8")]
    [InlineData("--Alerting:Backtests:MaxConcurrent=3")]
    [InlineData("--Logging:Console:LogLevel:Default=None")]
    [InlineData("--Kestrel:Endpoints:Http:Url=http://127.0.0.1:1")]
    [InlineData("--environment", "Development")]
    public void Settings_of_the_product_and_of_the_framework_are_passed_on(params string[] arguments)
    {
        var command = CommandLine.Parse(arguments);

        Assert.Null(command.Fault);
        Assert.Equal(arguments, command.Settings);
    }

    [Fact]
    public void A_setting_needs_a_value() =>
        Assert.Contains("needs a value", CommandLine.Parse(["--urls"]).Fault, StringComparison.Ordinal);

    [Fact]
    public void Switches_are_not_settings()
    {
        var command = CommandLine.Parse(["demo", "--accept-loss", "--urls=http://127.0.0.1:1"]);

        Assert.True(command is { Demo: true, AcceptLoss: true, Help: false, Fault: null });
        Assert.Equal(["--urls=http://127.0.0.1:1"], command.Settings);
        Assert.True(CommandLine.Parse(["--help"]).Help);
    }

    [Fact]
    public void The_help_names_every_setting_of_the_product() =>
        Assert.All(
            KnownSettings.All.Where(static name => name.StartsWith("Alerting:", StringComparison.Ordinal)),
            static name => Assert.Contains(name.TrimEnd(':'), Usage.Text, StringComparison.Ordinal));
}
