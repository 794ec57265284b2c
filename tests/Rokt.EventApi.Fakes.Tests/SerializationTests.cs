using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Linq.Expressions;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Sandbox.Aspire;
using Rokt.EventApi.Tests.Serialization;

namespace Rokt.EventApi.Fakes.Tests;

/// <summary>Whatever serializer is given a public type of any package: the value comes back whole, or the serializer fails.</summary>
public sealed class SerializationTests
{
    private static readonly SqliteTransaction Transaction = Begin();

    /// <summary>What runs, builds or describes to code, and holds no data that one would store.</summary>
    private static readonly Type[] Services =
    [
        typeof(EventApiClient), typeof(ConversionEventBuilder), typeof(OutboxAccount), typeof(OutboxWriter), typeof(OutboxTable), typeof(EventApiSandbox), typeof(EventApiSandboxResource),
    ];

    /// <summary>What a factory makes, or the platform.</summary>
    private static readonly object[] Made =
    [
        "text",
        true,
        7,
        7L,
        0.5,
        new Guid("97987bca-ae59-4c7d-94ba-ee4f19ab8c21"),
        TimeSpan.FromSeconds(7),
        new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.Zero),
        new Uri("https://events.example/"),
        new byte[] { 1, 2, 3 },
        new ReadOnlyMemory<byte>([1, 2, 3]),
        IPAddress.Loopback,
        TimeProvider.System,
        new CookieBuilder { Name = "cookie" },
        new IOException("inner"),
        new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1 }),
        Transaction.Connection!,
        Transaction,
        ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithAmount(12.50m, "USD").WithConfirmationRef("XYZ123").Build(),
        AttributeValue.List("a", "b"),
        SendResult.Unavailable(TimeSpan.FromSeconds(7)),
        PreparedConversion.FromBody(Body()),
        MatchScore.Calculate("""{"user_identities":{"email":"john.doe@example.com"}}"""u8.ToArray()),
        SandboxFault.Status(503),
    ];

    public static TheoryData<Type> Types =>
    [
        .. ConstructionTests.Packages.SelectMany(package => package.GetExportedTypes()).Where(type =>
            !type.IsInterface && !type.IsEnum && !type.IsAbstract && !type.IsSubclassOf(typeof(JsonConverter)) && !Services.Contains(type)),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_public_type_comes_back_whole_or_fails(Type type)
    {
        object value = Sample(type);

        Assert.All(ForeignSerializers.Back(value), back => Assert.Equal(Text(value), Text(back.Value)));
    }

    private static byte[] Body()
    {
        using var client = new EventApiClient(new EventApiOptions
        {
            ApiKey = "key",
            ApiSecret = "secret",
            Environment = EventEnvironment.Development,
            BaseAddress = new Uri("http://127.0.0.1:9/"),
        });
        return client.Prepare(ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").Build())!.Body.ToArray();
    }

    private static SqliteTransaction Begin()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.BeginTransaction();
    }

    // A value that differs from the type's default in every property.
    private static object Sample(Type type)
    {
        Type value = Nullable.GetUnderlyingType(type) ?? type;
        if (Array.Find(Made, value.IsInstanceOfType) is { } made)
        {
            return made;
        }

        if (value.IsEnum)
        {
            return Enum.GetValues(value).Cast<object>().Last();
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            MethodInfo method = type.GetMethod("Invoke")!;
            return Expression.Lambda(type, Expression.Default(method.ReturnType), method.GetParameters().Select(parameter => Expression.Parameter(parameter.ParameterType))).Compile();
        }

        return ConstructionTests.Packages.Contains(type.Assembly) ? Instance(type) : Collection(type);
    }

    private static object Instance(Type type)
    {
        ConstructorInfo? constructor = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length);
        object value = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. constructor.GetParameters().Select(parameter => Sample(parameter.ParameterType))]);
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
        {
            property.SetValue(value, property.GetValue(value) is bool isSet ? !isSet : Sample(property.PropertyType));
        }

        return value;
    }

    // A list or dictionary with one entry.
    private static object Collection(Type type)
    {
        Type[] arguments = type.GetGenericArguments();
        if (type.IsArray || arguments.Length == 1)
        {
            Type item = type.IsArray ? type.GetElementType()! : arguments[0];
            var items = Array.CreateInstance(item, 1);
            items.SetValue(Sample(item), 0);
            return items;
        }

        var entries = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
        entries.Add(Sample(arguments[0]), Sample(arguments[1]));
        return entries;
    }

    // Every public property, down to the values.
    private static string Text(object? value) => value switch
    {
        null => "null",
        Delegate or TimeProvider or RateLimiter or DbConnection or DbTransaction => value.GetType().Name,
        AttributeValue or ConversionEvent => JsonSerializer.Serialize(value),
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        IFormattable or string or bool or Uri => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        IDictionary entries => string.Join(';', entries.Keys.Cast<object>().Select(key => $"{key}={Text(entries[key])}")),
        IEnumerable items => string.Join(',', items.Cast<object?>().Select(Text)),
        _ => $"{{{string.Join('\n', Properties(value.GetType()).Select(property => $"{property.Name}: {Text(property.GetValue(value))}"))}}}",
    };

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0 && (property.DeclaringType != typeof(Exception) || property.Name == nameof(Exception.Message)));
}
