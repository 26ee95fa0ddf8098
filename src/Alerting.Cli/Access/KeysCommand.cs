using System.CommandLine;
using Alerting.Access;
using Alerting.Cli.CommandLine;
using Alerting.Cli.Server;
using Alerting.Client;
using Alerting.Json;

namespace Alerting.Cli.Access;

/// <summary>The command <c>keys</c>: who may use the server.</summary>
internal sealed class KeysCommand : Command
{
    public KeysCommand(CliConsole console, CliEnvironment environment)
        : base("keys", "Creates, lists, replaces and revokes keys, as an administrator who is limited to no regions.")
    {
        Add(new ListKeysCommand(console, environment));
        Add(new CreateKeyCommand(console, environment));
        Add(new RotateKeyCommand(console, environment));
        Add(new RevokeKeyCommand(console, environment));
    }

    /// <summary>The columns in which keys are shown.</summary>
    public static IReadOnlyList<Column<T>> Columns<T>()
        where T : KeyView =>
    [
        new("id", 26, static key => key.Id),
        new("name", 24, static key => key.Name),
        new("roles", 20, static key => string.Join(',', key.Roles.Select(static role => EnumNames.ToName(role)))),
        new("regions", 12, static key => key.Regions.Count == 0 ? "*" : string.Join(',', key.Regions)),
        new("expires", 24, static key => key.ExpiresAt is { } at ? Instants.Format(at) : null),
        new("used", 24, static key => key.LastUsedAt is { } at ? Instants.Format(at) : null),
    ];

    /// <summary>The same, with the key itself, which is shown this once.</summary>
    public static IReadOnlyList<Column<IssuedKey>> IssuedColumns { get; } =
    [
        new("id", 26, static key => key.Id),
        new("name", 24, static key => key.Name),
        new("key", 0, static key => key.Key),
    ];

    public static Argument<string> Id() => new("ID") { Description = "Id of the key" };
}

/// <summary><c>keys list</c>.</summary>
internal sealed class ListKeysCommand(CliConsole console, CliEnvironment environment)
    : ServerCommand("list", "Lists the keys in the order in which they were created.", console, environment)
{
    protected override async Task RunAsync(AlertingClient server, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var writer = Writer(parsed, ApiJson.Wire.KeyView, KeysCommand.Columns<KeyView>());
        await foreach (var key in server.Keys.ListAsync(cancellationToken: cancellationToken))
        {
            await writer.WriteAsync(key);
        }

        await writer.EndAsync();
    }
}

/// <summary><c>keys create</c>.</summary>
internal sealed class CreateKeyCommand : ServerCommand
{
    private readonly Option<string?> _name = ValueOption.Text("--name", "NAME", "Who or what has it");
    private readonly Option<string[]> _roles = ValueOption.Several(
        "--role", string.Join('|', EnumNames.All<Role>()), "What it opens; may be repeated");

    private readonly Option<string[]> _regions = ValueOption.Several(
        "--region", "CODE", "Region to which it is limited, with those below it; may be repeated");

    private readonly Option<DateTimeOffset?> _expires = ValueOption.Instant("--expires", "From when on it opens nothing");

    public CreateKeyCommand(CliConsole console, CliEnvironment environment)
        : base("create", "Creates a key, which is shown this once.", console, environment)
    {
        Add(_name);
        Add(_roles);
        Add(_regions);
        Add(_expires);
    }

    protected override async Task RunAsync(AlertingClient server, ParseResult parsed, CancellationToken cancellationToken)
    {
        var body = new KeyBody
        {
            Name = parsed.GetValue(_name) ?? throw new UsageException("State who has the key: --name."),
            Roles = parsed.GetValue(_roles) is { Length: > 0 } roles
                ? [.. roles.Select(RoleOf)]
                : throw new UsageException("State what the key opens: --role."),
            Regions = parsed.GetValue(_regions),
            ExpiresAt = parsed.GetValue(_expires),
        };
        await using var writer = Writer(parsed, ApiJson.Wire.IssuedKey, KeysCommand.IssuedColumns);
        await writer.WriteOneAsync(await server.Keys.CreateAsync(body, cancellationToken));
    }

    private static Role RoleOf(string text) => EnumNames.TryParse<Role>(text, out var role)
        ? role
        : throw new UsageException(CommandFault.WithHint($"There is no role '{text}'", text, EnumNames.All<Role>()));
}

/// <summary><c>keys rotate</c>.</summary>
internal sealed class RotateKeyCommand : ServerCommand
{
    private readonly Argument<string> _id = KeysCommand.Id();
    private readonly Option<Duration?> _grace = ValueOption.Span(
        "--grace", "How long the old key stays valid, as in PT24H, which it is unless stated");

    public RotateKeyCommand(CliConsole console, CliEnvironment environment)
        : base("rotate", "Replaces a key by a new one of the same id, which is shown this once.", console, environment)
    {
        Add(_id);
        Add(_grace);
    }

    protected override async Task RunAsync(AlertingClient server, ParseResult parsed, CancellationToken cancellationToken)
    {
        var body = new RotateBody { Grace = parsed.GetValue(_grace) };
        await using var writer = Writer(parsed, ApiJson.Wire.IssuedKey, KeysCommand.IssuedColumns);
        await writer.WriteOneAsync(await server.Keys.RotateAsync(parsed.GetRequiredValue(_id), body, cancellationToken));
    }
}

/// <summary><c>keys revoke</c>.</summary>
internal sealed class RevokeKeyCommand : ServerCommand
{
    private readonly Argument<string> _id = KeysCommand.Id();

    public RevokeKeyCommand(CliConsole console, CliEnvironment environment)
        : base("revoke", "Revokes a key everywhere, and tells which subscriptions are disabled for it.", console, environment) =>
        Add(_id);

    protected override async Task RunAsync(AlertingClient server, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var writer = Writer(
            parsed,
            ApiJson.Wire.RevokedKey,
            new Column<RevokedKey>("id", 26, static key => key.Id),
            new Column<RevokedKey>(
                "disabled subscriptions", 0, static key => key.Subscriptions.Count == 0 ? null : string.Join(',', key.Subscriptions)));
        await writer.WriteOneAsync(await server.Keys.RevokeAsync(parsed.GetRequiredValue(_id), cancellationToken: cancellationToken));
    }
}
